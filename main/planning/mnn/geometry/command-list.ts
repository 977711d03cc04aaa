import type { ShapedModel } from '../../../model/shapes'
import type { SessionOp } from '../converter-view'
import type { LaidOutTensor } from '../tensor-layouts'
import { elements } from './movements'
import { compose, type Region } from './region'

/** The ops of a session as they are found, with the tensors that are virtual so far. */
export class CommandList {
  readonly ops: SessionOp[] = []
  readonly #virtual = new Map<number, readonly Region[]>()
  #nextTensor: number

  constructor(
    readonly tensors: Map<number, LaidOutTensor>,
    readonly modelDims: ShapedModel['dims'],
  ) {
    this.#nextTensor = Math.max(modelDims.length, ...[...tensors.keys()].map((tensor) => tensor + 1))
  }

  dimsOf(tensor: number): readonly number[] {
    return this.tensors.get(tensor)?.dims ?? this.modelDims[tensor] ?? []
  }

  declare(tensor: LaidOutTensor): number {
    const id = this.#nextTensor++
    this.tensors.set(id, tensor)
    return id
  }

  declareVirtual(tensor: number, regions: readonly Region[]): void {
    this.#virtual.set(tensor, regions)
  }

  run(op: SessionOp): void {
    for (const tensor of op.inputs) this.materialise(tensor, op.node)
    this.ops.push(op)
  }

  /** Lets a raster write a virtual tensor, on behalf of `node`. */
  materialise(tensor: number, node: number): void {
    const virtual = this.#virtual.get(tensor)
    if (virtual === undefined) return
    const regions = virtual.map((region) => {
      const direct = this.#readThrough(region)
      this.materialise(direct.origin, node)
      return direct
    })
    this.#virtual.delete(tensor)
    this.ops.push({ node, kind: 'Raster', inputs: regions.map(({ origin }) => origin), outputs: [tensor], regions })
  }

  #readThrough(region: Region): Region {
    const behind = this.#virtual.get(region.origin)
    const [only] = behind ?? []
    if (only === undefined || behind?.length !== 1) return region
    const direct = compose(only, region, elements(this.dimsOf(region.origin)))
    return direct === null ? region : this.#readThrough(direct)
  }
}
