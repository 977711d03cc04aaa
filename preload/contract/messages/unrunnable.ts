type None = Readonly<Record<never, never>>

/** Why the engine cannot execute a node: clauses whose subject is the node. */
export interface UnrunnableParameters {
  'unrunnable.unknownOutput': None
  'unrunnable.missingInput': None
  'unrunnable.noKernel': None
  'unrunnable.imageRank': None
  'unrunnable.computedParameters': None
  /** What the engine says of shapes and parameters that its kernels for the operation do not take; English. */
  'unrunnable.detail': { readonly detail: string }
}
