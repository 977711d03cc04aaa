// SPDX-License-Identifier: Apache-2.0
import type { LayerExecutor } from '../rules/executor'
import { elempack, type LayerSettings } from '../rules/layer'

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
  /** Whether it takes packed channels; else they are unpacked for it. */
  readonly packs: boolean
  readonly executor?: LayerExecutor
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

/** Bytes of a blob whose outermost axis is packed by `pack`. */
export function blobBytes(dims: BlobDims, pack: number, { mats, elementBytes }: LayerSettings): number {
  const bytes = elementBytes * pack
  const [outer = 1, ...inner] = dims
  if (dims.length < 2) return mats.m1(outer / pack, bytes)
  const plane = inner.slice(1).reduce((product, length) => product * length, 1)
  if (dims.length === 2) return mats.m2(inner[0] ?? 1, outer / pack, bytes)
  return mats.m3(inner[0] ?? 1, plane, outer / pack, bytes)
}

/** How a layer that takes packed channels wants a blob. */
export function packOf(dims: BlobDims, settings: LayerSettings): number {
  return elempack(dims[0] ?? 1, settings)
}
