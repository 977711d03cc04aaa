// SPDX-License-Identifier: Apache-2.0
import type { Choice } from '#contract/choice'
import type { InstructionSet } from '#contract/configuration'
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import type { KernelCatalog } from '#core/planning/native/kernel-catalog'
import type { BufferLayout, ProgramBuffer, ProgramOperation } from '#core/planning/native/program'
import type { WeightStorage } from '#core/planning/native/weight-storage'
import type { Message } from '#messages/message'

/** Of a tensor (native/engine/tensor). */
const MOST_DIMS = 8
const MOST_BYTES = 2 ** 48

/** What a program is made for. */
export interface Target {
  readonly isa: InstructionSet
  readonly threads: number
  /** Of convolutions. */
  readonly weights: WeightStorage
}

/** Why the engine cannot execute a node. */
export interface NodeObstacle {
  readonly node: number
  /** A clause (`unrunnable.…`) or a kernel's refusal. */
  readonly reason: Message
  /** Values that only a run computes may take it away. */
  readonly passing: boolean
}

/** Like ProgramBuffer, but in a storage whose place in the arena is not known yet. */
export interface DraftBuffer {
  readonly dims: readonly number[]
  readonly layout: BufferLayout
  readonly bytes: number
  readonly place: /** `offset` bytes into the storage. */
    | { readonly kind: 'storage'; readonly storage: number; readonly offset: number }
    | { readonly kind: 'constant'; readonly tensor: number; readonly node: number }
}

export interface DraftOp {
  readonly node: number
  /** null: the engine cannot execute it; the step only holds its inputs and outputs alive. */
  readonly operation: ProgramOperation | null
  readonly inputs: readonly number[]
  readonly outputs: readonly number[]
  readonly workspaceBytes: number
}

/**
 * A program while it is being written: ops over buffers, buffers over storages. Several buffers
 * may see one storage (a reshaped tensor is the same bytes under other dims).
 */
export class Draft {
  readonly buffers: DraftBuffer[] = []
  readonly ops: DraftOp[] = []
  readonly obstacles: NodeObstacle[] = []
  /** Bytes of each storage: those of its largest buffer. */
  readonly storages: number[] = []
  /** Storages that are a stretch of a larger one, which begins `offset` bytes into it. */
  readonly slices = new Map<number, { readonly of: number; readonly offset: number }>()
  readonly block: number

  constructor(
    private readonly catalog: KernelCatalog,
    readonly target: Target,
  ) {
    this.block = catalog.channelBlock(target.isa)
  }

  /** A buffer of its own. */
  newBuffer(dims: readonly number[], layout: BufferLayout): number {
    this.storages.push(0)
    return this.view(this.storages.length - 1, 0, dims, layout)
  }

  /** The same bytes as buffer `of`, seen under other dims or in an equivalent layout. */
  viewOf(of: number, dims: readonly number[], layout: BufferLayout): number {
    const { place } = this.buffer(of)
    if (place.kind === 'storage') return this.view(place.storage, place.offset, dims, layout)
    return this.constant(place.tensor, place.node, dims, layout)
  }

  /** The bytes of buffer `of` (no constant) from `offset` on. */
  sliceOf(of: number, offset: number, dims: readonly number[], layout: BufferLayout): number {
    const { place } = this.buffer(of)
    if (place.kind !== 'storage') throw new Error('A slice of a constant.')
    return this.view(place.storage, place.offset + offset, dims, layout)
  }

  /**
   * Makes whoever writes `part` write it into `whole` from `offset` on; false where it has a place
   * that it cannot leave: a constant, part of something else already, or not a storage's whole.
   */
  placeInto(part: number, whole: number, offset: number): boolean {
    const [from, to] = [this.buffer(part), this.buffer(whole)]
    if (from.place.kind !== 'storage' || to.place.kind !== 'storage') return false
    const { storage } = from.place
    if (this.slices.has(storage) || from.place.offset !== 0 || this.storages[storage] !== from.bytes) return false
    this.slices.set(storage, { of: to.place.storage, offset: to.place.offset + offset })
    return true
  }

  constant(tensor: number, node: number, dims: readonly number[], layout: BufferLayout): number {
    return this.add({ dims, layout, bytes: this.bytesOf(dims, layout), place: { kind: 'constant', tensor, node } })
  }

  buffer(index: number): DraftBuffer {
    const buffer = this.buffers[index]
    if (buffer === undefined) throw new Error(`No buffer ${index}.`)
    return buffer
  }

  /** Appends an op after asking the engine whether, and with how much scratch, it executes it. */
  addOp(
    node: number,
    operation: Exclude<ProgramOperation, { kind: 'Conv' }>,
    inputs: readonly number[],
    outputs: readonly number[],
  ): void {
    const misfit = this.#misfit([...inputs, ...outputs])
    if (misfit !== null) {
      this.addObstacle(
        node,
        misfit,
        inputs.filter((index) => index >= 0),
        outputs,
      )
      return
    }
    const assessment = this.catalog.assessOperation(
      operation,
      inputs.map((index) => (index < 0 ? null : unplaced(this.buffer(index)))),
      outputs.map((index) => unplaced(this.buffer(index))),
      this.target.isa,
      this.target.threads,
    )
    if (assessment.supported) {
      this.ops.push({ node, operation, inputs, outputs, workspaceBytes: assessment.workspaceBytes })
    } else {
      this.addObstacle(node, assessment.reason, inputs, outputs)
    }
  }

  /** What no kernel takes, whatever it computes. */
  #misfit(buffers: readonly number[]): Message | null {
    const all = buffers.filter((index) => index >= 0).map((index) => this.buffer(index))
    if (all.some(({ dims }) => dims.includes(0))) return { id: 'unrunnable.emptyTensor' }
    if (all.some(({ dims }) => dims.length > MOST_DIMS)) return { id: 'unrunnable.manyDims', most: MOST_DIMS }
    return all.some(({ bytes }) => bytes > MOST_BYTES) ? { id: 'unrunnable.largeTensor', most: MOST_BYTES } : null
  }

  /** Whether the kernel reads its input plain instead of blocked. */
  readsPlain(problem: ConvProblem, choice: Choice): boolean {
    const { isa, threads, weights } = this.target
    const assessment = this.catalog.assess(problem, choice, isa, threads, weights)
    return assessment.supported && assessment.plainInput
  }

  addConv(
    node: number,
    operation: Omit<Extract<ProgramOperation, { kind: 'Conv' }>, 'packedWeightBytes'>,
    inputs: readonly number[],
    output: number,
  ): void {
    const { isa, threads, weights } = this.target
    const assessment = this.catalog.assess(operation.problem, operation.choice, isa, threads, weights)
    if (assessment.supported) {
      const { packedWeightBytes, workspaceBytes } = assessment
      const op = { node, operation: { ...operation, packedWeightBytes }, inputs, outputs: [output] }
      this.ops.push({ ...op, workspaceBytes })
    } else {
      this.addObstacle(node, assessment.reason, inputs, [output])
    }
  }

  addObstacle(
    node: number,
    reason: Message,
    inputs: readonly number[] = [],
    outputs: readonly number[] = [],
    passing = false,
  ): void {
    this.obstacles.push({ node, reason, passing })
    this.ops.push({ node, operation: null, inputs, outputs, workspaceBytes: 0 })
  }

  private view(storage: number, offset: number, dims: readonly number[], layout: BufferLayout): number {
    const bytes = this.bytesOf(dims, layout)
    const before = this.storages[storage] ?? 0
    if (offset + bytes > before && this.slices.has(storage)) throw new Error('A slice cannot grow.')
    this.storages[storage] = Math.max(before, offset + bytes)
    return this.add({ dims, layout, bytes, place: { kind: 'storage', storage, offset } })
  }

  private add(buffer: DraftBuffer): number {
    this.buffers.push(buffer)
    return this.buffers.length - 1
  }

  /** float32; blocked: channels (dim 1, or the only dim) rounded up to the block. */
  bytesOf(dims: readonly number[], layout: BufferLayout): number {
    const channelAxis = dims.length === 1 ? 0 : 1
    return dims.reduce(
      (bytes, length, axis) =>
        bytes * (layout === 'blocked' && axis === channelAxis ? Math.ceil(length / this.block) * this.block : length),
      4,
    )
  }
}

/** As the engine sees a buffer before it has its place: sizes do not depend on offsets. */
function unplaced(buffer: DraftBuffer): ProgramBuffer {
  const { place } = buffer
  return { ...buffer, place: place.kind === 'storage' ? { kind: 'arena', offset: 0 } : place }
}
