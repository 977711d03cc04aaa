import type { EngineName } from '#messages/en/engines'
import type { Algorithm } from './algorithms'

/** Instruction set that the plan is made for. It need not be one this machine has; only a run needs that. */
export const INSTRUCTION_SETS = ['sse', 'avx2', 'avx512', 'arm64', 'arm64-fp16', 'arm32'] as const
export type InstructionSet = (typeof INSTRUCTION_SETS)[number]

/** Names an engine profile. Which there are is known to main alone (HostInfo.profiles), which refuses others. */
export type ProfileId = string

/** The rules of one engine, version and build: what is offered for it, and what a configuration may ask of it. */
export interface ProfileTraits {
  readonly id: ProfileId
  readonly label: EngineName
  /** Those that this version and build dispatches, best last within a family. */
  readonly instructionSets: readonly InstructionSet[]
  /** Whether sessions take a hint for the memory that Winograd may cost. */
  readonly hasWinogradLevel: boolean
}

/** MNN's BackendConfig memory mode; Convscope's own engine takes the same three. */
export const MEMORY_MODES = ['low', 'normal', 'high'] as const
export type MemoryMode = (typeof MEMORY_MODES)[number]

/** MNN's BackendConfig precision mode: low lets an engine compute in half precision where the processor can. */
export const PRECISIONS = ['low', 'normal', 'high'] as const
export type Precision = (typeof PRECISIONS)[number]

/** MNN 3's session hint WINOGRAD_MEMORY_LEVEL: 0 never Winograd, 1 and 2 its smallest unit only, 3 any. */
export const WINOGRAD_LEVELS = [0, 1, 2, 3] as const
export type WinogradLevel = (typeof WINOGRAD_LEVELS)[number]

export const DEFAULT_PROFILE: ProfileId = 'mnn-2.8.1'
export const DEFAULT_PRECISION: Precision = 'normal'
export const DEFAULT_WINOGRAD_LEVEL: WinogradLevel = 3

/** Thread counts that a configuration may ask for. */
export const MAX_THREADS = 32

/** As many overrides as a configuration may have. */
export const MAX_OVERRIDES = 10_000

/**
 * Forces the algorithm of some convolutions. Of several overrides that fit a layer, the last one that
 * it can be given wins. One that names a layer exactly must be possible; one that is a pattern leaves
 * out the layers that cannot be given the algorithm, and must be possible for one of them at least.
 */
export interface Override {
  /**
   * The name of a layer, or a pattern of the whole name: `*` stands for any characters or none, `?`
   * for exactly one; upper and lower case differ. A layer of this very name is always meant.
   */
  readonly layers: string
  /** For a convolution of several groups: what every group runs; "grouped" leaves that to the engine. */
  readonly algorithm: Algorithm
  /** Winograd's output tile edge; absent: the engine's best. Of no other algorithm. */
  readonly unit?: number
}

/** What a plan is made for, apart from the model and its input shapes. */
export interface Configuration {
  readonly profile: ProfileId
  readonly memory: MemoryMode
  /** 1..MAX_THREADS. */
  readonly threads: number
  readonly isa: InstructionSet
  /** Absent: DEFAULT_PRECISION. */
  readonly precision?: Precision
  /** Only of profiles that have the hint; absent: DEFAULT_WINOGRAD_LEVEL. */
  readonly winogradLevel?: WinogradLevel
  /** Absent: every layer gets what the engine's rules choose. */
  readonly overrides?: readonly Override[]
}
