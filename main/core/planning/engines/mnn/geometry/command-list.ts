// SPDX-License-Identifier: Apache-2.0
import { product } from '#core/model/dims'
import type { ShapedModel } from '#core/model/shapes'
import type { SessionOp } from '../session/converter-view'
import type { LaidOutTensor } from '../session/tensor-layouts'
import { fuseAsOf281 } from './fuse-2.8.1'
import { compose, composePart, elementsOf, type Region } from './region'

/** How a version goes about movements. */
export interface Geometry {
  /** A reader of a concatenation reads its parts: 3.6.1. Else only copies of one tensor are read through: 2.8.1. */
  readonly readsThroughMany: boolean
  /** A reduction over one axis of unpacked data reads them where they are: 3.6.1. Else they are copied: 2.8.1. */
  readonly reducesDirectly: boolean
}

/** The ops of a session as they are found, with the tensors that are virtual so far. */
export class CommandList {
  readonly ops: SessionOp[] = []
  readonly #virtual = new Map<number, readonly Region[]>()
  #nextTensor: number

  constructor(
    readonly tensors: Map<number, LaidOutTensor>,
    readonly modelDims: ShapedModel['dims'],
    readonly geometry: Geometry,
  ) {
    this.#nextTensor = Math.max(modelDims.length, ...[...tensors.keys()].map((tensor) => tensor + 1))
  }

  dimsOf(tensor: number): readonly number[] {
    return this.tensors.get(tensor)?.dims ?? this.modelDims[tensor] ?? []
  }

  /** Constants are unpacked. */
  layoutOf(tensor: number): LaidOutTensor['layout'] {
    return this.tensors.get(tensor)?.layout ?? 'plain'
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
    const regions = [...virtual]
    for (let index = 0; index < regions.length; index++) {
      let region = regions[index]
      for (let parts = this.#readThrough(region); parts !== null; parts = this.#readThrough(region)) {
        region = parts[0]
        regions.push(...parts.slice(1))
      }
      if (region === undefined) continue
      regions[index] = region
      this.materialise(region.origin, node)
    }
    this.#virtual.delete(tensor)
    this.ops.push({ node, kind: 'Raster', inputs: regions.map(({ origin }) => origin), outputs: [tensor], regions })
  }

  /** What `region` reads, read from the tensors behind a virtual one; null where it reads no such tensor, or cannot. */
  #readThrough(region: Region | undefined): Region[] | null {
    const behind = region === undefined ? undefined : this.#virtual.get(region.origin)
    if (region === undefined || behind === undefined) return null
    const all = product(this.dimsOf(region.origin))
    const [only] = behind
    if (only !== undefined && behind.length === 1) {
      const direct = this.geometry.readsThroughMany
        ? compose(only, region, all)
        : fuseAsOf281(only, region, product(this.dimsOf(only.origin)))
      return direct && [direct]
    }
    const covered = behind.reduce((sum, part) => sum + elementsOf(part), 0)
    if (!this.geometry.readsThroughMany || covered !== all) return null
    const parts = behind.map((part) => composePart(part, region))
    return parts.some((part) => part === null) ? null : parts.flatMap((part) => part ?? [])
  }
}
