// SPDX-License-Identifier: Apache-2.0
import type { Executor } from './executor'
import { type DenseLayer, elempack, type LayerSettings } from './layer'

/**
 * InnerProduct: one way to run it. Weights are packed by output channels; rows lie packed as the input's do.
 * 20260526:x86/innerproduct_x86.cpp, innerproduct_fp.h, forward of two axes.
 */
export function productExecutor({ problem: p }: Pick<DenseLayer, 'problem'>, settings: LayerSettings): Executor {
  const { mats, productBytes, elementBytes } = settings
  const rows = p.outHeight
  const rowPack = elempack(rows, settings)
  const pack = elempack(p.outChannels, settings)
  const packed = mats.m2(p.inChannels, p.outChannels / pack, productBytes * pack)
  const usesOriginal = pack === 1 && productBytes === 4
  return {
    algorithm: 'gemm-1x1',
    className: 'InnerProduct',
    usesOriginal,
    create(heap) {
      if (!usesOriginal) heap.take(packed)
    },
    compute: () => {},
    ...(rows > 1 && {
      forward: ({ blobs }) => blobs.take(mats.m2(p.outChannels, rows / rowPack, elementBytes * rowPack)),
    }),
  }
}
