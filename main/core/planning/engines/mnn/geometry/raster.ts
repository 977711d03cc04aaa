// SPDX-License-Identifier: Apache-2.0
import { product } from '#core/model/dims'
import type { MatrixCore } from '../core'
import type { Block } from '../pools/pool'
import type { Workspace } from '../rules/executor'
import type { SessionOp } from '../session/converter-view'
import type { LaidOutTensor } from '../session/tensor-layouts'
import { compose, elementsOf, type Region } from './region'

/**
 * What rasters need besides their tensors. Packed data that cannot be copied by whole packs go by
 * way of unpacked copies: of the output while the raster runs, and of an input until as many rasters
 * have used the copy as the input has uses (`keepsCopies`); before 1.2.5 while this raster runs.
 * 1.1.0|1.2.5: cpu/CPURaster.cpp, CPUResizeCache.cpp.
 */
export class RasterScratch {
  readonly #copies = new Map<number, { readonly block: Block; usesLeft: number }>()

  constructor(
    readonly tensors: ReadonlyMap<number, LaidOutTensor>,
    readonly core: MatrixCore,
    readonly workspace: Workspace,
    readonly keepsCopies: boolean,
  ) {}

  /** `usesLeft`: of a tensor, by ops from this one on. */
  resize(op: SessionOp, usesLeft: (tensor: number) => number): void {
    const [output = -1] = op.outputs
    const regions = op.regions ?? []
    const target = this.tensors.get(output)
    if (target === undefined) return
    const toPacked = target.layout === 'packed'
    if (goesByPacks(op, this.tensors, this.core.pack)) return
    const [only] = regions
    if (only !== undefined && regions.length === 1 && this.#isConversion(only, target)) return

    const whole = toPacked
      ? this.workspace.take('part.unpackedOutput', product(target.dims) * this.core.elementBytes)
      : null
    const done: Block[] = []
    for (const region of regions) {
      const source = this.tensors.get(region.origin)
      if (source?.layout !== 'packed' || this.#readsPacks(region, source)) continue
      const copy = this.#copies.get(region.origin) ?? {
        block: this.workspace.take('part.unpackedInput', product(source.dims) * this.core.elementBytes),
        usesLeft: usesLeft(region.origin),
      }
      this.#copies.set(region.origin, copy)
      copy.usesLeft -= 1
      if (this.keepsCopies && copy.usesLeft === 0) done.push(copy.block)
    }
    if (!this.keepsCopies) {
      done.push(...[...this.#copies.values()].map(({ block }) => block))
      this.#copies.clear()
    }
    this.workspace.free(...done, ...(whole === null ? [] : [whole]))
  }

  /** A change of layout of the whole, in NCHW or NHWC order. 2.8.1|3.6.1: OpCommonUtils.cpp, turnRegion2Convert. */
  #isConversion(region: Region, target: LaidOutTensor): boolean {
    const source = this.tensors.get(region.origin)
    if (source === undefined || source.layout === target.layout) return false
    if (region.sourceOffset !== 0 || region.targetOffset !== 0) return false
    const packed = target.layout === 'packed' ? target : source
    const all = product(packed.dims)
    if (elementsOf(region) !== all || product(source.dims) !== product(target.dims)) return false
    const axes = region.axes.filter(({ size }) => size > 1)
    if (axes.every(({ source: from, target: to }) => from === to)) return true
    const [batch = 1, channels = 1] = packed.dims
    const area = all / (batch * channels)
    const transposed = axes.filter(({ source: from, target: to }) => from !== to)
    const sizes = transposed.map(({ size }) => size)
    return transposed.length === 2 && sizes.includes(channels) && sizes.includes(area)
  }

  /** Whole packs of a single image are read without a copy. */
  #readsPacks(region: Region, { dims }: LaidOutTensor): boolean {
    const { pack } = this.core
    const [batch = 1, channels = 1] = dims
    if (batch !== 1 || channels % pack !== 0) return false
    const area = product(dims.slice(2))
    const packing: Region = {
      origin: region.origin,
      sourceOffset: 0,
      targetOffset: 0,
      axes: [
        { size: channels / pack, source: area * pack, target: area * pack },
        { size: pack, source: 1, target: area },
        { size: area, source: pack, target: 1 },
      ].filter(({ size }) => size > 1),
    }
    return compose(packing, region, channels * area) !== null
  }
}

type Tensors = ReadonlyMap<number, LaidOutTensor>

/** Whether a raster copies whole packs from packed data to packed data. 2.8.1|3.6.1: source/core/OpCommonUtils.cpp, canBlitFast. */
export function goesByPacks({ outputs, regions = [] }: SessionOp, tensors: Tensors, pack: number): boolean {
  const target = tensors.get(outputs[0] ?? -1)
  if (target?.layout !== 'packed') return false
  return regions.every((region) => isByPacks(region, tensors.get(region.origin), target, pack))
}

function isByPacks(
  { sourceOffset, targetOffset, axes }: Region,
  source: LaidOutTensor | undefined,
  target: LaidOutTensor,
  pack: number,
): boolean {
  if (source?.layout !== 'packed' || source.dims.length === 1 || target.dims.length === 1) return false
  const channelIn = ({ dims }: LaidOutTensor, offset: number) =>
    Math.floor(offset / product(dims.slice(2))) % (dims[1] ?? 1)
  if (channelIn(source, sourceOffset) % pack !== 0 || channelIn(target, targetOffset) % pack !== 0) return false
  return axes.every((axis) => {
    const last = axis.size - 1
    return channelIn(source, last * axis.source) === channelIn(target, last * axis.target)
  })
}
