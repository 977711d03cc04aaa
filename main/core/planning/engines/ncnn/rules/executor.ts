// SPDX-License-Identifier: Apache-2.0
import type { WorkspaceSection } from '#contract/plan'
import type { ConvLayer } from '#core/planning/layers/conv-layers'
import type { AnyExecutor, Option as OptionOf, Selection as SelectionOf } from '#core/planning/selection/option'
import type { ExecutorSize } from '#core/planning/selection/rules'
import type { PartId } from '#messages/message'
import { type Allocator, type Block, Ledger, type RunMemory } from '../memory/allocator'
import {
  imageBytes,
  isPadded,
  type LayerSettings,
  originalBytes,
  outputBytes,
  paddedHeight,
  paddedWidth,
} from './layer'

/**
 * How ncnn computes one convolution: a value that says which Mats it asks for, in the engine's order. The same value
 * gives a candidate's figures and takes part in the plan of a whole net.
 */
export interface Executor extends AnyExecutor {
  readonly inner?: { readonly executor: Executor; readonly groups: number }
  /** It computes with the original weights, which then stay whatever the options say. */
  readonly usesOriginal?: boolean
  /** Takes what stays, takes and gives back scratch. The original weights are there, and not its own to give back. */
  create(heap: Allocator): void
  /** Takes and gives back what it needs while it runs, the output being there. */
  compute(memory: RunMemory): void
  /** Runs the layer and takes its output; absent: the input is padded, the output taken, and it computes. */
  forward?(memory: RunMemory): Block
}

export type Option = OptionOf<Executor>
export type Selection = SelectionOf<Executor>

/** Whether original weights stay beside packed ones: always up to 20220420, since then only without light mode. */
export type Originals = 'kept' | 'givenBack'

/** How a layer takes part in the memory of a whole net. */
export interface NetExecutor {
  /** As a .param file names the layer. */
  readonly type: string
  readonly className: string
  /** Takes weights as they come from the file. What comes back packs them. */
  read(heap: Allocator): () => void
  /** Runs the layer and takes its outputs, in their order. */
  run(memory: RunMemory): readonly Block[]
}

interface LoadedWeights {
  readonly original: Block
  readonly bias: Block | null
}

/** An executor with the layer that it is for. One is made for every option under every circumstance, so that it copies nothing. */
export class LayerExecutor implements AnyExecutor, NetExecutor {
  constructor(
    private readonly executor: Executor,
    private readonly layer: Pick<ConvLayer, 'problem' | 'biasElements' | 'kind'>,
    private readonly originals: Originals,
    private readonly settings: LayerSettings,
  ) {}

  get algorithm() {
    return this.executor.algorithm
  }

  get unit() {
    return this.executor.unit
  }

  get className() {
    return this.executor.className
  }

  get kind() {
    return this.layer.kind
  }

  /** As a .param file names the layer. */
  get type() {
    if (this.kind === 'fully-connected') return 'InnerProduct'
    const type = this.kind === 'transposed-convolution' ? 'Deconvolution' : 'Convolution'
    return this.layer.problem.group > 1 ? `${type}DepthWise` : type
  }

  get inner() {
    const { inner } = this.executor
    return inner && { ...inner, executor: new LayerExecutor(inner.executor, this.layer, this.originals, this.settings) }
  }

  /** Weights and bias. */
  read(heap: Allocator): () => void {
    const { problem, biasElements } = this.layer
    const loaded = {
      original: heap.take(originalBytes(problem, this.settings)),
      bias: biasElements === null ? null : heap.take(this.settings.mats.m1(problem.outChannels)),
    }
    return () => this.#pack(loaded, heap)
  }

  #pack({ original, bias }: LoadedWeights, heap: Allocator): void {
    const { mats, copiesBias, lightMode } = this.settings
    this.executor.create(heap)
    if (bias !== null && copiesBias) heap.take(mats.m1(this.layer.problem.outChannels, 2))
    if (this.originals === 'givenBack' && lightMode && this.executor.usesOriginal !== true) heap.give(original)
  }

  /** Pads, takes the output, computes. 20260526:x86/convolution_x86.cpp, forward. */
  run(memory: RunMemory): readonly Block[] {
    if (this.executor.forward !== undefined) return [this.executor.forward(memory)]
    const { problem } = this.layer
    const padded = isPadded(problem)
      ? memory.workspace.take(paddedInputBytes(problem, this.settings), 'part.paddedInput')
      : null
    const output = memory.blobs.take(outputBytes(problem, this.settings))
    this.executor.compute(memory)
    if (padded !== null) memory.workspace.give(padded)
    return [output]
  }
}

function paddedInputBytes(p: ConvLayer['problem'], settings: LayerSettings): number {
  return imageBytes(paddedWidth(p), paddedHeight(p), p.inChannels, settings)
}

export interface MeasuredSize extends ExecutorSize {
  /** The most that is held while the layer is loaded, original weights included. */
  readonly loadPeakBytes: number
  /** Mats that stay. */
  readonly mats: number
  /** The most that the run takes of the blobs' allocator, the input aside. */
  readonly blobBytes: number
  /** The same of the default heap. */
  readonly heapBytes: number
}

/** Parts of the workspace at its peak. */
function sections(workspace: Ledger): WorkspaceSection[] {
  return [...workspace.peakByLabel()]
    .filter(([, bytes]) => bytes > 0)
    .map(([label, bytes]) => ({ name: { id: label as PartId }, bytes }))
}

/** What a layer takes when it is alone. */
export function measure(layer: NetExecutor): MeasuredSize {
  const load = new Ledger()
  layer.read(load)()
  const memory = { workspace: new Ledger(), blobs: new Ledger(), heap: new Ledger() }
  layer.run(memory)
  return {
    packedWeightBytes: load.bytes,
    loadPeakBytes: load.peakBytes,
    mats: load.count,
    workspaceBytes: memory.workspace.peakBytes,
    workspace: sections(memory.workspace),
    blobBytes: memory.blobs.peakBytes,
    heapBytes: memory.heap.peakBytes,
  }
}
