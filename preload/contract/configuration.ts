/** Engine profiles: the rules of one engine, version and build. */
export const PROFILE_IDS = ['mnn-1.0.1', 'mnn-2.8.1', 'convscope'] as const
export type ProfileId = (typeof PROFILE_IDS)[number]

/** MNN's BackendConfig memory mode; Convscope's own engine takes the same three. */
export const MEMORY_MODES = ['low', 'normal', 'high'] as const
export type MemoryMode = (typeof MEMORY_MODES)[number]

/** Instruction set that the plan is made for. It need not be one this machine has; only a run needs that. */
export const INSTRUCTION_SETS = ['sse', 'avx2', 'avx512', 'arm64'] as const
export type InstructionSet = (typeof INSTRUCTION_SETS)[number]

/** Thread counts that a configuration may ask for. */
export const MAX_THREADS = 32

/** What a plan is made for, apart from the model and its input shapes. */
export interface Configuration {
  readonly profile: ProfileId
  readonly memory: MemoryMode
  /** 1..MAX_THREADS. */
  readonly threads: number
  readonly isa: InstructionSet
}
