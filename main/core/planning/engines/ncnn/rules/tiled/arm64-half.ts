// SPDX-License-Identifier: Apache-2.0
import { table } from '#core/model/words'
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import { blockedDirect, handWrittenDirect } from '../direct'
import type { Executor, Selection } from '../executor'
import type { DenseLayer, LayerSettings } from '../layer'
import { firstOf, step, winogradSteps } from '../steps'
import { gemmByFigure, gemmExecutor, packsOf, unitByChannels, windowOf, winogradTiles } from './arm64'
import { isPointwise } from './gemm'
import { tiledWinograd, winogradMatrices } from './winograd'

/** ARM64 with fp16 storage and arithmetic. 20260526:arm/convolution_arm_asimdhp.cpp, create_pipeline_fp16s. */
export function selectArm64Half({ problem: p }: DenseLayer, settings: LayerSettings): Selection {
  const { inChannels: ic, outChannels: oc } = p
  const few = ic < 16 && oc < 16
  const own = ownKernel(p, settings)
  const byFigure = gemmByFigure(p, settings)
  return firstOf([
    ...winogradSteps(p, settings, {
      obstacle: few ? () => ({ id: 'ncnn.winogradFew', ic, oc, most: 15 }) : null,
      choose: () => unitByChannels(p, settings.units, 16),
      executor: (unit) => tiledWinograd(p, unit, winogradTiles(winogradMatrices(p, unit), settings), settings, 2),
    }),
    step(gemmExecutor(p, settings, 2), isPointwise(p) || (settings.sgemm && !own && byFigure.takes), () => {
      if (isPointwise(p)) return { id: 'ncnn.pointwise' }
      if (!settings.sgemm) return { id: 'ncnn.sgemmOff' }
      return own ? { id: 'ncnn.gemmOwnKernel' } : byFigure.reason()
    }),
    step(directExecutor(p, settings), true, () => ({ id: 'ncnn.direct' })),
  ])
}

/** fp16 storage alone: neither Winograd nor GEMM, and of packs of 4 no kernel written by hand. */
export function selectArm64HalfStored({ problem: p }: DenseLayer, settings: LayerSettings): Selection {
  return firstOf([step(blockedDirect(p, BLOCKS, settings), true, () => ({ id: 'ncnn.halfStoredDirect' }))])
}

const BLOCKS = [8, 4, 2, 1]

/** Windows that GEMM is not preferred for, "edge,stride" by the packs of input and output. */
const HAND_WRITTEN = table<readonly string[]>({
  '8,8': ['3,1', '3,2', '5,1', '5,2'],
  '1,8': ['3,1', '3,2', '7,2'],
  '4,4': ['3,1'],
  '1,4': ['3,1', '3,2', '7,2'],
})

function hasOwn(p: ConvProblem, settings: LayerSettings): boolean {
  const window = windowOf(p)
  return window !== null && HAND_WRITTEN[packsOf(p, settings)]?.includes(window) === true
}

/** Whether a kernel written by hand comes before GEMM. */
function ownKernel(p: ConvProblem, settings: LayerSettings): boolean {
  if (!hasOwn(p, settings)) return false
  const { inChannels: ic, outChannels: oc } = p
  if (packsOf(p, settings) !== '8,8') return true
  const window = windowOf(p)
  if (window === '3,2') return ic < 64 || oc < 128
  return window === '5,2' ? ic < 16 || oc < 88 : true
}

/** All of these but one have a kernel written by hand. */
function directExecutor(p: ConvProblem, settings: LayerSettings): Executor {
  const isLast = packsOf(p, settings) === '1,4' && windowOf(p) === '7,2'
  return hasOwn(p, settings) && !isLast ? handWrittenDirect(p, settings) : blockedDirect(p, BLOCKS, settings)
}
