// SPDX-License-Identifier: Apache-2.0
import type { LayerFormat } from '../layer-formats'
import type { NetExecutor } from '../rules/executor'
import type { LayerSettings } from '../rules/layer'

/** Sizes of a blob without the batch, outermost first: [c, h, w], [h, w] or [w]; four axes are [c, d, h, w]. */
export type BlobDims = readonly number[]

/** A layer of the graph as ncnn runs it. */
export interface NetLayer {
  /** Node of the model that it stands for, or is inserted for. */
  readonly node: number
  /** 'split': its outputs are its input; 'inPlace': its output takes its input's place; 'view': its output is its input in another shape. */
  readonly kind: 'convolution' | 'split' | 'inPlace' | 'view' | 'other'
  /** Blobs. */
  readonly inputs: readonly number[]
  readonly outputs: readonly number[]
  readonly format: LayerFormat
  readonly executor?: NetExecutor
  /** Workspace that it takes while it runs, where it has no executor. */
  readonly scratch?: number
  /** Mats that it loads beside those of an executor, in bytes each; they stay. */
  readonly weights?: readonly number[]
}

export interface Net {
  /** In the order of the file. */
  readonly layers: readonly NetLayer[]
  readonly dims: ReadonlyMap<number, BlobDims>
  readonly inputs: readonly number[]
  /** Blobs that are extracted, in this order. */
  readonly outputs: readonly number[]
}

/** Bytes of a blob whose outermost axis is packed by `pack`; `elementBytes`: of one element. */
export function blobBytes(
  dims: BlobDims,
  pack: number,
  { mats, elementBytes }: Pick<LayerSettings, 'mats' | 'elementBytes'>,
): number {
  const bytes = elementBytes * pack
  const [outer = 1, ...inner] = dims
  if (dims.length < 2) return mats.m1(outer / pack, bytes)
  const plane = inner.slice(1).reduce((product, length) => product * length, 1)
  if (dims.length === 2) return mats.m2(inner[0] ?? 1, outer / pack, bytes)
  return mats.m3(inner[0] ?? 1, plane, outer / pack, bytes)
}

/** How many channels lie together in a blob as a layer wants it. */
export function packOf([channels = 1]: BlobDims, { packs }: LayerFormat): number {
  return packs.find((pack) => channels % pack === 0) ?? 1
}
