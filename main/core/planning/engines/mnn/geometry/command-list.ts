// SPDX-License-Identifier: Apache-2.0

import { product } from '#core/model/dims'
import { largest } from '#core/model/extremes'
import type { ShapedModel } from '#core/model/shapes'
import type { SessionOp } from '../session/converter-view'
import type { LaidOutTensor } from '../session/tensor-layouts'
import { type Clipping, clipRegion } from './clip'
import { fuseRegions, isReadThrough, readsInRow } from './fuse'
import { compose, composePart, elementsOf, type Region, wholeCopy } from './region'

/** How a release goes about movements. */
export interface Geometry {
  /**
   * What a copy reads that reads a virtual tensor: the one tensor behind it; any number of them; or any number where
   * both sides of the tensor between differ in one stride at most (fuse.ts), or where else it takes all in a row.
   */
  readonly reads: 'one' | 'many' | 'oneStridePerSide' | 'oneStrideOrRow'
  /** Absent: no tensor is read through that is written in part. */
  readonly clips?: Clipping
  /** A reshaped tensor is described as its input is, whatever that is put together of; else it is a copy of that tensor. */
  readonly reshapesTakeOver: boolean
  /** Axes that stay neighbours in a transposition are one; else a copy is needed for every step of what is beyond three. */
  readonly mergesPermuted: boolean
  /** A reduction over one axis of unpacked data reads them where they are; else they are copied. */
  readonly reducesDirectly: boolean
  /** An unpacked copy of a raster's input stays until its last use; else it is made for every raster. */
  readonly keepsCopies: boolean
  /** A transposed convolution over three axes is taken apart; else there is none. */
  readonly transposesVolumes?: true
  /** Present where it runs on a GPU. `loops`: a loop over rows may stand for a broadcast. */
  readonly onGpu?: { readonly loops: boolean }
}

/** The ops of a session as they are found, with the tensors that are virtual so far. */
export class CommandList {
  readonly ops: SessionOp[] = []
  readonly #virtual = new Map<number, readonly Region[]>()
  /** Of every virtual tensor, also once a raster has written it. */
  readonly #described = new Map<number, readonly Region[]>()
  #nextTensor: number

  constructor(
    readonly tensors: Map<number, LaidOutTensor>,
    readonly modelDims: ShapedModel['dims'],
    readonly geometry: Geometry,
  ) {
    this.#nextTensor = largest(
      [...tensors.keys()].map((tensor) => tensor + 1),
      modelDims.length,
    )
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
    this.#described.set(tensor, regions)
  }

  /** `output` has the elements of `input`, in their order. */
  declareReshaped(output: number, input: number): void {
    const own = this.geometry.reshapesTakeOver ? this.#described.get(input) : undefined
    this.declareVirtual(output, own ?? [wholeCopy(input, product(this.dimsOf(input)))])
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
    const read: Region[] = []
    for (let index = 0; index < regions.length; index++) {
      let region = regions[index]
      for (let parts = this.#readThrough(region); parts !== null; parts = this.#readThrough(region)) {
        region = parts[0]
        for (const part of parts.slice(1)) regions.push(part)
      }
      // One that reads nothing of what was written is left out.
      if (region === undefined) continue
      read.push(region)
      this.materialise(region.origin, node)
    }
    this.#virtual.delete(tensor)
    this.ops.push({ node, kind: 'Raster', inputs: read.map(({ origin }) => origin), outputs: [tensor], regions: read })
  }

  /** What `region` reads, read from the tensors behind a virtual one; null where it reads no such tensor, or cannot. */
  #readThrough(region: Region | undefined): Region[] | null {
    const behind = region === undefined ? undefined : this.#virtual.get(region.origin)
    if (region === undefined || behind === undefined) return null
    const all = product(this.dimsOf(region.origin))
    const { reads } = this.geometry
    const [only] = behind
    if (only !== undefined && behind.length === 1) {
      const direct =
        reads === 'one'
          ? fuseRegions(only, region, product(this.dimsOf(only.origin)))
          : this.#fits(only, region) && compose(only, region, all)
      if (direct) return [direct]
      const { clips } = this.geometry
      return clips === undefined || elementsOf(only) === all ? null : clipRegion(only, region, clips)
    }
    const covered = behind.reduce((sum, part) => sum + elementsOf(part), 0)
    if (reads === 'one' || covered !== all) return null
    const parts = behind.map((part) => {
      const found = composePart(part, region)
      return found?.length === 0 || this.#fits(part, region) ? found : null
    })
    return parts.some((part) => part === null) ? null : parts.flatMap((part) => part ?? [])
  }

  #fits(writer: Region, reader: Region): boolean {
    const { reads } = this.geometry
    if (reads === 'oneStrideOrRow' && readsInRow(writer, reader)) return true
    return reads === 'one' || reads === 'many' || isReadThrough(writer, reader)
  }
}
