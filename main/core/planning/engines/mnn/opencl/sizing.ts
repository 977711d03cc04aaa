// SPDX-License-Identifier: Apache-2.0
import { product } from '#core/model/dims'
import { Moments } from '#core/planning/moments'
import { FLOAT_BYTES } from '../arithmetic'
import type { SessionOp } from '../session/converter-view'
import type { Encoding, Piece } from './executor'
import type { Gpu } from './gpu'
import type { GpuArena } from './gpu-arena'
import type { GpuRules } from './gpu-rules'
import { HeldBlocks } from './held-blocks'
import { BufferPool, type GpuBlock, ImagePool, Ledger } from './pools'
import { bufferBytes, type GpuTensor, imageSize } from './sizes'

const CHANNELS = 4

/** A session to be sized on a GPU. */
export interface GpuGraph {
  /** In execution order. */
  readonly ops: readonly SessionOp[]
  readonly inputs: readonly number[]
  readonly outputs: readonly number[]
  readonly tensors: ReadonlyMap<number, GpuTensor>
  /** Constants that ops read as tensors, by tensor. */
  readonly constants: ReadonlyMap<number, GpuTensor>
  /** What ops take when they are created, by node, and what of it stays. */
  readonly created: ReadonlyMap<number, { readonly held: readonly Piece[]; readonly staging: readonly Piece[] }>
  /** What an op takes while it is sized. */
  workspaceOf(op: SessionOp): readonly Piece[]
  /** How an op encodes a product over its workspace; undefined: it does not. */
  encodingOf(op: SessionOp): Encoding | undefined
}

/** What a session has asked of the driver, once it is sized. */
export interface GpuMemory {
  /** Weights, biases, parameters and constants, in whatever pool or none. */
  readonly heldBytes: number
  /** Part of it: in the static pool of buffers, which getSessionInfo has always counted. */
  readonly staticBufferBytes: number
  /** Part of it: in no pool. */
  readonly ownBytes: number
  /** The session’s own pools. */
  readonly dynamicBytes: number
  /** The same if no executor needed a workspace. */
  readonly activationBytes: number
  /** In no pool any more: what products of earlier sizes still refer to. */
  readonly strandedBytes: number
  readonly moments: Moments
}

/**
 * A session’s memory on the GPU. Executors are created once; the session’s own pools are emptied before every sizing.
 * Per op: inputs not yet there and outputs, the workspace, which is given back at once, then inputs whose last use it was.
 * 2.8.1|3.6.1: source/core/Pipeline.cpp, allocMemory and _allocForTensor.
 */
export class GpuSession {
  readonly ledger = new Ledger()
  readonly #staticBuffers = new BufferPool(this.ledger)
  readonly #staticImages = new ImagePool(this.ledger)
  readonly #buffers = new BufferPool(this.ledger)
  readonly #images = new ImagePool(this.ledger)
  readonly #held = new HeldBlocks(this.ledger)
  readonly #copied = new Set<number>()
  #isSized = false
  #ownBytes = 0
  #hostBytes = 0

  constructor(
    readonly rules: GpuRules,
    readonly gpu: Gpu,
  ) {}

  /** Between the processor’s memory and the driver’s, for one value at a time: it only grows, the larger one is asked for first. */
  get hostBytes(): number {
    return this.#hostBytes
  }

  create({ ops, created }: GpuGraph): void {
    for (const { node, kind } of ops) {
      const pieces = kind === 'Raster' || kind === 'Conversion' ? undefined : created.get(node)
      if (pieces === undefined) continue
      for (const piece of pieces.held) this.#take(piece)
      for (const piece of pieces.staging) {
        if (piece.place === 'dynamic') this.#buffers.free(this.#buffers.request(piece.bytes))
        else {
          this.ledger.ask(piece.bytes)
          this.ledger.giveBack(piece.bytes)
        }
      }
    }
  }

  /** Sizes a session whose executors exist; `arena` is told of everything that its own pools give out. */
  size(graph: GpuGraph, arena: GpuArena | null = null): GpuMemory {
    if (this.#isSized || !this.rules.keepsStaging) {
      this.#buffers.clear((block) => this.#held.strand(block))
      this.#images.clear()
    }
    this.#isSized = true
    this.#copyConstants(graph)
    arena?.listen(this.#buffers, this.#images)
    const run = new Run(this.rules, this.gpu, this.#buffers, this.#images, this.#held, arena)
    run.run(graph, true)
    const apart = new Ledger()
    const nothing = new HeldBlocks(apart)
    const without = new Run(this.rules, this.gpu, new BufferPool(apart), new ImagePool(apart), nothing)
    without.run(graph, false)
    const dynamicBytes = this.#buffers.totalBytes + this.#images.totalBytes
    return {
      heldBytes: this.#staticBuffers.totalBytes + this.#staticImages.totalBytes + this.#ownBytes,
      staticBufferBytes: this.#staticBuffers.totalBytes,
      ownBytes: this.#ownBytes,
      dynamicBytes,
      activationBytes: Math.min(dynamicBytes, apart.liveBytes),
      strandedBytes: this.#held.strandedBytes,
      moments: run.moments,
    }
  }

  /** Moves a value in or out, as float32 or a whole number of its width. */
  transfer(bytes: number): void {
    if (bytes <= this.#hostBytes) return
    this.ledger.ask(bytes)
    this.ledger.giveBack(this.#hostBytes)
    this.#hostBytes = bytes
  }

  #take({ place, bytes, image }: Piece): void {
    if (place === 'own') {
      this.ledger.ask(bytes)
      this.#ownBytes += bytes
    } else if (image === undefined) this.#staticBuffers.request(bytes)
    else this.#staticImages.request(image.width, image.height, this.gpu.elementBytes * CHANNELS)
  }

  /** They are copied when an op first reads them. 2.8.1|3.6.1: source/core/WrapExecution.cpp, copyConstCache. */
  #copyConstants({ ops, constants }: GpuGraph): void {
    for (const { inputs } of ops) {
      for (const tensor of inputs) {
        const constant = constants.get(tensor)
        if (constant === undefined || this.#copied.has(tensor)) continue
        this.#copied.add(tensor)
        if (this.gpu.storage === 'buffer') this.#staticBuffers.request(bufferBytes(constant, this.rules.sizes))
        else {
          const { width, height } = imageSize(constant)
          this.#staticImages.request(width, height, constant.elementBytes * CHANNELS)
        }
        if (!isCopiedDirectly(constant, this.rules, this.gpu)) this.transfer(product(constant.dims) * FLOAT_BYTES)
      }
    }
  }
}

/** Whether a value needs no buffer on its way: a single number in half precision, or what is unpacked and as wide as outside. */
export function isCopiedDirectly(
  { dims, packed, elementBytes, lanes }: GpuTensor,
  { copiesDirectly }: GpuRules,
  { storage }: Gpu,
): boolean {
  if (storage === 'image' || copiesDirectly === 'none') return false
  if (product(dims) === 1) return true
  return copiesDirectly === 'alike' && !packed && elementBytes === FLOAT_BYTES && lanes?.pack !== 16
}

interface Held {
  readonly block: GpuBlock
  readonly bytes: number
}

/** A piece of a workspace. */
interface Taken {
  readonly pool: BufferPool | ImagePool
  readonly block: GpuBlock
  readonly bytes: number
  /** Not given back before the session is sized anew. */
  readonly kept: boolean
}

class Run {
  readonly #alive = new Map<number, Held>()
  readonly moments = new Moments()
  #aliveBytes = 0
  /** Of workspaces that are not given back, and the most at once since an op began. */
  #workBytes = 0
  #mostWorkBytes = 0

  constructor(
    readonly rules: GpuRules,
    readonly gpu: Gpu,
    readonly buffers: BufferPool,
    readonly images: ImagePool,
    readonly held: HeldBlocks,
    readonly arena: GpuArena | null = null,
  ) {}

  run(graph: GpuGraph, withWorkspaces: boolean): void {
    const separate = new Set(graph.inputs)
    const kept = new Set(graph.outputs)
    const pending = new Map<number, number>()
    for (const { inputs } of graph.ops) for (const tensor of inputs) pending.set(tensor, (pending.get(tensor) ?? 0) + 1)
    for (const op of graph.ops) {
      this.arena?.begin(op)
      for (const tensor of [...op.inputs, ...op.outputs]) this.#allocate(graph, tensor, separate.has(tensor))
      this.#mostWorkBytes = this.#workBytes
      if (withWorkspaces) this.#work(graph, op)
      const [activationBytes, workspaceBytes] = [this.#aliveBytes, this.#mostWorkBytes]
      this.moments.note({ node: op.node, activationBytes, workspaceBytes })
      for (const tensor of op.inputs) {
        const left = (pending.get(tensor) ?? 0) - 1
        pending.set(tensor, left)
        if (left === 0 && !kept.has(tensor)) this.#release(tensor)
      }
    }
  }

  #allocate({ tensors }: GpuGraph, tensor: number, separate: boolean): void {
    const described = tensors.get(tensor)
    if (described === undefined || this.#alive.has(tensor)) return
    const block = this.#blockOf(described, separate)
    const { bytes } = block
    this.#alive.set(tensor, { block, bytes })
    this.arena?.took(tensor, block)
    this.#aliveBytes += bytes
  }

  #blockOf(tensor: GpuTensor, separate: boolean): GpuBlock {
    if (this.gpu.storage === 'buffer') return this.buffers.request(bufferBytes(tensor, this.rules.sizes), separate)
    const { width, height } = imageSize(tensor)
    return this.images.request(width, height, tensor.elementBytes * CHANNELS, separate)
  }

  #release(tensor: number): void {
    const held = this.#alive.get(tensor)
    if (held === undefined) return
    this.#alive.delete(tensor)
    this.#aliveBytes -= held.bytes
    if (this.gpu.storage === 'buffer') this.buffers.free(held.block)
    else this.images.free(held.block)
    this.arena?.gave(held.block)
  }

  #work(graph: GpuGraph, op: SessionOp): void {
    const pieces = graph.workspaceOf(op)
    const encoding = graph.encodingOf(op)
    if (encoding === undefined) {
      this.#giveBack(this.#takeAll(pieces))
      return
    }
    const operands = this.#takeAll(pieces.slice(0, encoding.operands))
    this.held.letGo(op.node)
    if (encoding.givesBackFirst) this.#giveBack(operands)
    const others = this.#takeAll(pieces.slice(encoding.operands))
    this.held.encode(
      op.node,
      [...operands, ...others].map(({ block }) => block),
    )
    this.#giveBack(encoding.givesBackFirst ? others : [...operands, ...others])
  }

  #takeAll(pieces: readonly Piece[]): readonly Taken[] {
    return pieces.map((piece) => {
      const { bytes, image, kept = false } = piece
      const pool = image === undefined ? this.buffers : this.images
      const block =
        image === undefined
          ? this.buffers.request(bytes)
          : this.images.request(image.width, image.height, this.gpu.elementBytes * CHANNELS)
      this.#workBytes += bytes
      this.#mostWorkBytes = Math.max(this.#mostWorkBytes, this.#workBytes)
      this.arena?.worked(pool, block, piece)
      return { pool, block, bytes, kept }
    })
  }

  #giveBack(taken: readonly Taken[]): void {
    for (const { pool, block, bytes, kept } of taken) {
      if (kept) continue
      this.#workBytes -= bytes
      pool.free(block)
      this.arena?.gave(block)
    }
  }
}
