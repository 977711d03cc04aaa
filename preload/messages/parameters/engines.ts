import type { MessageOf, None } from './parameters'

/** Engines by name. */
export interface EngineParameters {
  /** Version as "3.6.1"; built with MNN_LOW_MEMORY or not. */
  'engine.mnn': { readonly version: string; readonly lowMemoryBuild: boolean }
  'engine.convscope': None
  /** Of which no more is known, or whose name is the same in every language. */
  'engine.other': { readonly name: string }
}

export type EngineName = MessageOf<EngineParameters>
