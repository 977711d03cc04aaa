// SPDX-License-Identifier: Apache-2.0
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import { blockedDirect, handWrittenDirect } from '../direct'
import type { Executor, Selection } from '../executor'
import type { DenseLayer, LayerSettings } from '../layer'
import { firstOf, step, winogradSteps } from '../steps'
import { gemmExecutor, HAND_WRITTEN, packsOf, prefersGemm, unitByChannels, windowOf, winogradTiles } from './arm64'
import { isPointwise } from './gemm'
import { tiledWinograd, winogradMatrices } from './winograd'

/**
 * ARM64 with bfloat16: as in float32, but for what it computes with directly. Winograd's weights and images stay float32.
 * 20260526:arm/convolution_arm.cpp, create_pipeline_bf16s; the same since 20230517.
 */
export function selectArm64Bf16({ problem: p }: DenseLayer, settings: LayerSettings): Selection {
  const { inChannels: ic, outChannels: oc } = p
  const few = ic < 8 && oc < 8
  const gemm = prefersGemm(p, settings)
  const float: LayerSettings = { ...settings, elementBytes: 4 }
  return firstOf([
    ...winogradSteps(p, settings, {
      obstacle: few ? () => ({ id: 'ncnn.winogradFew', ic, oc, most: 7 }) : null,
      choose: () => unitByChannels(p, settings.units, 8),
      executor: (unit) => tiledWinograd(p, unit, winogradTiles(winogradMatrices(p, unit), float), settings, 4),
    }),
    step(gemmExecutor(p, settings), isPointwise(p) || (settings.sgemm && gemm.takes), () =>
      isPointwise(p) ? { id: 'ncnn.pointwise' } : settings.sgemm ? gemm.reason() : { id: 'ncnn.sgemmOff' },
    ),
    step(directExecutor(p, settings), true, () => ({ id: 'ncnn.direct' })),
  ])
}

/** Kernels written by hand add up in float32 beside their output, for each thread. 20260526:arm/convolution_3x3_pack1to4_bf16s.h. */
function directExecutor(p: ConvProblem, settings: LayerSettings): Executor {
  const window = windowOf(p)
  const packs = packsOf(p, settings)
  if (window === null || HAND_WRITTEN[packs]?.includes(window) !== true) return blockedDirect(p, [8, 4, 2, 1], settings)
  const floats = packs === '1,4' && window !== '7,2' ? 8 : 4
  return {
    ...handWrittenDirect(p, settings),
    compute({ workspace }) {
      const bytes = settings.mats.m3(p.outWidth, p.outHeight, settings.threads, 4 * floats)
      workspace.give(workspace.take(bytes, 'part.sums'))
    },
  }
}
