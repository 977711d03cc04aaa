/** Where a group of figures comes from. */
export type OriginKind = 'modelled' | 'measured' | 'reported by the OS'

const EXPLANATIONS: Readonly<Record<OriginKind, string>> = {
  modelled: 'Calculated from the rules of the engine version, without running the model.',
  measured: "Counted by Convscope's own engine while it ran the model.",
  'reported by the OS': 'Resident set of the inference process as the operating system reports it.',
}

export function Origin({ kind }: { readonly kind: OriginKind }) {
  return (
    <span className="ui-origin" data-origin={kind} title={EXPLANATIONS[kind]}>
      {kind}
    </span>
  )
}
