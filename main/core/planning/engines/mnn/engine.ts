// SPDX-License-Identifier: Apache-2.0
import type { Configuration, InstructionSet, Setting } from '#contract/configuration'
import type { ConvLayer } from '#core/planning/layers/conv-layers'
import type { Message } from '#messages/message'
import { read } from '../../settings'
import type { GroupConversion } from './conversion/convert-groups'
import type { Cores, MatrixCore } from './core'
import type { Geometry } from './geometry/command-list'
import type { GlibcHeap } from './heap/glibc-heap'
import type { GpuRules } from './opencl/gpu-rules'
import type { EagerPool } from './pools/eager-pool'
import type { DynamicPool } from './pools/pool'
import type { Deconvolution } from './rules/deconvolutions'
import type { Executor } from './rules/executor'
import type { IntegerRules } from './rules/integer-layers'
import type { WinogradRule } from './rules/layer-rules'
import type { ResizeOf } from './rules/other-operation'
import type { RecurrentRules } from './rules/recurrent-layers'
import type { LayerSettings, Selection } from './rules/selection'
import type { PlainBackend } from './session/backends'
import { CLUSTERS, coresByCluster, INTEGER_KERNEL, MEMORY, type Mode, PRECISION, WINOGRAD_LEVEL } from './settings'

/** Where activations and workspaces lie. */
export interface PoolRule {
  /**
   * `heap`: where a pool that takes its blocks at once has them from; `staticPool`: the session's. null: sizes are
   * counted only.
   */
  create(heap: GlibcHeap | null, staticPool: EagerPool | null): DynamicPool
  /**
   * What the dynamic pool takes: many blocks, at once, from the heap or the static pool; or, when all is sized, one block of
   * its own or one from the static pool. In the static pool it may land in freed scratch.
   */
  readonly block: 'many' | 'manyFromStatic' | 'own' | 'static'
}

/** The rules of one release and build of MNN; releases/compose.ts puts them together. */
export interface MnnEngine {
  /** As tagged: "2.6.3". */
  readonly version: string
  /** By instruction set that it dispatches, float32. */
  readonly cores: Cores
  /** Those that compute in half precision under precision low. */
  readonly halfCores: Cores
  /** What its sessions can be told. */
  readonly settings: readonly Setting[]
  /** What its converter makes of convolutions of several groups. */
  readonly conversion: GroupConversion
  select(layer: Omit<ConvLayer, 'node'>, settings: LayerSettings): Selection
  /** What threads of a Winograd layer share. */
  readonly winogradShares: WinogradRule['shares']
  readonly pool: PoolRule
  /** What only moves elements is virtual until something computes with it; null: it is computed like all else. */
  readonly geometry: Geometry | null
  /** Ops that its backend for wide packs or half precision lacks; null: it has one backend, with packs of four. */
  readonly plainBackend: PlainBackend | null
  /** What other operations than convolutions ask for. */
  readonly resizeOther: ResizeOf
  /** Of a transposed convolution. */
  deconvolution(layer: Deconvolution, settings: LayerSettings): Executor
  /** Ops on 8-bit integers. */
  readonly integers: IntegerRules
  /** Recurrent layers; null: it is not modelled how it runs them. */
  readonly recurrent: RecurrentRules | null
  /** Every executor is created just before it is sized; else all are created first. */
  readonly createsWhileSizing: boolean
  /** Whether free pieces of static blocks can be had again once a resize has ended. */
  readonly keepsRemainders: boolean
  /** Of its OpenCL backend; null: not modelled. */
  readonly gpu: GpuRules | null
  /** Of a process that uses it, beside model and session (resident-set.ts). */
  readonly processBytes: number
  /** What the user should know of this build under a configuration. */
  notes(configuration: Configuration): readonly Message[]
}

/** The matrix kernel that the engine takes. Throws for an instruction set that it does not dispatch. */
export function coreOf(engine: MnnEngine, isa: InstructionSet, precision: Mode): MatrixCore {
  const core = (precision === 'low' ? engine.halfCores[isa] : undefined) ?? engine.cores[isa]
  if (core === undefined) throw new Error(`no kernels for ${isa}`)
  return core
}

export function layerSettings(engine: MnnEngine, configuration: Configuration): LayerSettings {
  const { isa, threads } = configuration
  const precision = read(PRECISION, configuration)
  const core = coreOf(engine, isa, precision)
  const memory = read(MEMORY, configuration)
  return {
    isa,
    core,
    threads,
    clusters: coresByCluster(read(CLUSTERS, configuration)),
    integerKernel: read(INTEGER_KERNEL, configuration),
    memory,
    precision,
    winogradLevel: read(WINOGRAD_LEVEL, configuration),
  }
}
