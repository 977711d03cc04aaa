import type { None } from './parameters'

/** What a plan's figures include, assume or leave out: those that have no messages within. */
export interface PlainNotes {
  'note.memoryModeIdle': None
  'note.memoryModeMatters': { readonly layers: number; readonly all: number }
  'note.leftOut': {
    readonly why: 'shape' | 'dimensions'
    readonly first: string
    readonly count: number
  }
  /** Executed directly, without any of the algorithms. */
  'note.generalConvolutions': { readonly first: string; readonly count: number }
  'note.defaultBuild': { readonly version: string; readonly heedsMode: boolean }
  'note.lowMemoryBuild': { readonly version: string; readonly floatsHeedMode: boolean }
  'note.avx512Option': { readonly version: string }
  'note.noAvx512': None
  'note.halfPrecisionUnused': None
  'note.halfPrecisionOption': { readonly version: string; readonly preset: boolean }
  'note.forced': { readonly layers: number }
  'note.unknownShapes': { readonly nodes: number }
  'note.converterLayouts': None
  'note.converterFolds': { readonly nodes: number }
  'note.integersKept': { readonly convolutions: number }
  'note.integersExpanded': { readonly convolutions: number }
  'note.staticPool': None
  'note.ownOutputs': None
  'note.movements': None
  'note.leftover': { readonly bytes: number }
  'note.bufferFromConverter': None
  'note.bufferStripped': None
  'note.bufferFile': None
  /** `kept`: bytes beyond totals and process; below 0 where some of these are never written to. */
  'note.residentSet': { readonly resident: number; readonly process: number; readonly kept: number }
  'note.notIncluded': None
  'note.weightsGivenBack': { readonly staging: number }
  'note.streamed': { readonly convolutions: number }
  /** `above`: percent over the bound. */
  'note.arena': { readonly bytes: number; readonly above: number; readonly bound: number }
  'note.dequantised': { readonly weights: number }
  'note.cannotExecute': { readonly nodes: number }
}
