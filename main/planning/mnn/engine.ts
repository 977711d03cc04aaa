import type { Configuration, InstructionSet } from '#contract/configuration'
import type { ConvLayer } from '../conv-problems'
import type { MatrixCore } from './core'
import type { DynamicPool } from './pool'
import type { LayerSettings, Selection } from './selection'

/** The rules of one version and build of MNN. */
export interface MnnEngine {
  readonly cores: Readonly<Record<InstructionSet, MatrixCore>>
  select(layer: Omit<ConvLayer, 'node'>, settings: LayerSettings): Selection
  createDynamicPool(): DynamicPool
  /** The dynamic pool's block is itself requested from the static pool, where it may land in freed scratch. */
  readonly dynamicBlockFromStaticPool: boolean
  /** What the user should know of this build under a configuration. */
  notes(configuration: Configuration): readonly string[]
}

export function layerSettings(engine: MnnEngine, configuration: Configuration): LayerSettings {
  const { isa, threads, memory } = configuration
  return { isa, core: engine.cores[isa], threads, memory }
}
