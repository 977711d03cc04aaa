// SPDX-License-Identifier: Apache-2.0
import type { EngineRules } from '#contract/comparison'
import type { Configuration, InstructionSet, Setting } from '#contract/configuration'
import { read } from '../../settings'
import type { LayerFormats } from './layer-formats'
import { matsOf } from './mats'
import type { DeconvolutionRules } from './rules/deconvolution'
import type { Originals, Selection } from './rules/executor'
import type { DenseLayer, LayerSettings, Unit } from './rules/layer'
import type { RecurrentRules } from './rules/recurrent'
import {
  BF16_STORAGE,
  CORES,
  FP16_ARITHMETIC,
  FP16_STORAGE,
  L2_KIB,
  LIGHT_MODE,
  PACKING,
  SGEMM,
  SHAPE_HINTS,
  WINOGRAD,
  WINOGRAD_23,
  WINOGRAD_43,
  WINOGRAD_63,
} from './settings'

/** What a build for one instruction set computes with. */
export interface Processor {
  /** Floats in a vector register; 8 in the tile formulas of ARM. */
  readonly vector: number
  /** Channels that may lie together, largest first. */
  readonly packs: readonly number[]
  readonly elementBytes: 2 | 4
  /** These two bytes are of half precision, not bfloat16. */
  readonly half?: true
  /** Biases are kept in half precision beside float32. */
  readonly copiesBias?: true
  /** Kernel edges of depthwise layers that compute with the original weights where nothing is packed. */
  readonly plainDepthwise: readonly number[]
  /** A convolution without groups. */
  select(layer: DenseLayer, settings: LayerSettings): Selection
}

/** In half precision (fp16 or bf16) and otherwise. */
export interface Processors {
  readonly float: Processor
  /** fp16 storage and arithmetic. */
  readonly half?: Processor
  /** fp16 storage without arithmetic. */
  readonly halfStored?: Processor
  readonly bf16?: Processor
}

/** How memory pools of a net give out blocks. */
export interface PoolRules {
  /** A block of the workspace pool is taken for a request of at least this share of it: 0 or 0.5. */
  readonly workspaceRatio: number
  /** From this many free blocks on one is given back before another is taken; null: never. */
  readonly freeBlocks: number | null
}

/** The rules of one release, an entry for each dimension in which releases differ. */
export interface NcnnEngine {
  readonly version: string
  readonly processors: Readonly<Partial<Record<InstructionSet, Processors>>>
  /** What Mats with one or two axes are rounded up to. */
  readonly flatRounding: 4 | 16
  readonly originals: Originals
  readonly formats: LayerFormats
  readonly recurrent: RecurrentRules
  readonly deconvolutions: Readonly<Record<'x86' | 'arm64', DeconvolutionRules>>
  /** All weights are read before any is packed, or each layer's are packed when they are read. */
  readonly loading: 'together' | 'oneByOne'
  readonly pools: PoolRules
  /** Instruction sets on which fp16 storage halves the weights of InnerProduct layers. */
  readonly halvesProducts: readonly InstructionSet[]
  /** A result is copied to the heap where the net has pools. */
  readonly copiesResults: boolean
  /** Whether a layer of the .param may switch options off for itself: key 31. */
  readonly featureMask: boolean
  readonly settings: readonly Setting[]
  /** In words. */
  readonly rules: EngineRules
}

/** What of an instruction set's processors computes under a configuration. Throws where the release has none. */
export function processorOf(engine: NcnnEngine, configuration: Configuration): Processor {
  const processors = engine.processors[configuration.isa]
  if (processors === undefined) throw new Error(`no kernels for ${configuration.isa}`)
  const { float, half, halfStored = float, bf16 = float } = processors
  // fp16 goes before bf16 where the processor has it. 20260526:net.cpp, convert_layout.
  if (half !== undefined && read(FP16_STORAGE, configuration)) {
    return read(FP16_ARITHMETIC, configuration) ? half : halfStored
  }
  return read(BF16_STORAGE, configuration) ? bf16 : float
}

export function layerSettings(engine: NcnnEngine, configuration: Configuration): LayerSettings {
  const { isa, threads } = configuration
  const { vector, packs, elementBytes, half, copiesBias } = processorOf(engine, configuration)
  const { packs: floatPacks = packs } = engine.processors[isa]?.float ?? {}
  const halved = elementBytes === 2 || (read(FP16_STORAGE, configuration) && engine.halvesProducts.includes(isa))
  const allowed: readonly (readonly [Unit, boolean])[] = [
    [6, read(WINOGRAD_63, configuration)],
    [4, read(WINOGRAD_43, configuration)],
    [2, read(WINOGRAD_23, configuration)],
  ]
  return {
    isa,
    mats: matsOf(engine.flatRounding),
    vector,
    packs,
    floatPacks,
    elementBytes,
    productBytes: halved ? 2 : 4,
    half: half === true,
    copiesBias: copiesBias === true,
    threads,
    cores: read(CORES, configuration) || threads,
    l2Bytes: read(L2_KIB, configuration) * 1024,
    lightMode: read(LIGHT_MODE, configuration),
    packing: read(PACKING, configuration),
    sgemm: read(SGEMM, configuration),
    winograd: read(WINOGRAD, configuration),
    units: allowed.filter(([, on]) => on).map(([unit]) => unit),
    shapeHints: read(SHAPE_HINTS, configuration),
  }
}
