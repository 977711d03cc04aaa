// SPDX-License-Identifier: Apache-2.0
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import type { Message } from '#messages/message'
import { ceilDiv, intDiv, pieces, roundUp } from '../../arithmetic'
import type { Executor, Selection } from '../executor'
import { type DenseLayer, imageBytes, isDilated, type LayerSettings, paddedHeight, paddedWidth, taps } from '../layer'
import {
  enlargedOutput,
  imageWinograd,
  isPlainWindow,
  packDirect,
  packNames,
  pairOf,
  withRestrided,
} from '../pairs/executors'
import { firstOf, type Step, step, winogradSteps } from '../steps'
import { isPointwise } from '../tiled/gemm'

/** From which both channel counts have Winograd. */
export const LEAST = 16

/**
 * 20210720:x86/convolution_x86.cpp, create_pipeline; 20210720 to 20211208. Original weights always stay beside the packed
 * ones. `cutCopies`: imageWinograd's.
 */
export function selectFirstX86({ problem: p }: DenseLayer, settings: LayerSettings, cutCopies: boolean): Selection {
  const { inPack, outPack } = pairOf(p, settings)
  return inPack === 1 && outPack === 1 ? selectPlain(p, settings) : selectPacked(p, settings, cutCopies)
}

/** Packed channels: no option is asked. */
function selectPacked(p: ConvProblem, settings: LayerSettings, cutCopies: boolean): Selection {
  const { inPack, outPack } = pairOf(p, settings)
  const both = inPack === outPack && inPack > 1
  const { inChannels: ic, outChannels: oc } = p
  const wide = inPack === 8 && outPack === 8
  const few = ic < LEAST || oc < LEAST
  const pointwise = both && isPlainWindow(p, 1, [1, 2])
  return firstOf([
    ...winogradSteps(
      p,
      { ...settings, winograd: true, units: [6] },
      {
        obstacle: !wide
          ? () => ({ id: 'ncnn.packsNotEight', inPack, outPack })
          : few
            ? () => ({ id: 'ncnn.winogradFew', ic, oc, most: LEAST - 1 })
            : null,
        choose: () => ({ unit: 6, reason: () => ({ id: 'ncnn.alwaysSix', least: LEAST, heeded: settings.winograd }) }),
        executor: () => imageWinograd(p, 6, settings, { cutCopies }),
        offered: wide ? [6] : [],
      },
    ),
    ...(pointwise ? [step(packedPointwise(p, settings), true, () => ({ id: 'ncnn.pointwise' }))] : []),
    step(packDirect(p, settings), true, () => ({ id: 'ncnn.direct' })),
  ])
}

/** Nothing is packed: GEMM weights are kept in any case, those of F(2, 3) beside them. */
function selectPlain(p: ConvProblem, settings: LayerSettings): Selection {
  const gemm = plainGemm(p, settings)
  return firstOf([...plainWinogradSteps(p, settings, gemm), step(gemm, true, () => plainReason(p))])
}

/** `gemm`: whose weights lie beside those of F(2, 3), for small outputs. 20210720 to 20220420. */
export function plainWinogradSteps(p: ConvProblem, settings: LayerSettings, gemm: Executor): Step[] {
  const { inChannels: ic, outChannels: oc } = p
  const few = ic < LEAST || oc < LEAST
  const small = p.outWidth < 8 || p.outHeight < 8
  return winogradSteps(
    p,
    { ...settings, units: [2] },
    {
      obstacle: few ? () => ({ id: 'ncnn.winogradFew', ic, oc, most: LEAST - 1 }) : null,
      choose: () => ({ unit: 2, reason: () => ({ id: 'ncnn.bothKept', small }) }),
      executor: () => plainWinograd(p, settings, gemm),
      offered: [2],
    },
  )
}

function plainReason(p: ConvProblem): Message {
  if (isDilated(p)) return { id: 'ncnn.gemmDilated' }
  return isPointwise(p) ? { id: 'ncnn.pointwise' } : { id: 'ncnn.gemmAlways' }
}

function packedBytes(p: ConvProblem, settings: LayerSettings): number {
  const { inPack, outPack } = pairOf(p, settings)
  return settings.mats.m3(taps(p), p.inChannels / inPack, p.outChannels / outPack, 4 * inPack * outPack)
}

function packedPointwise(p: ConvProblem, settings: LayerSettings): Executor {
  const { mats } = settings
  const { inPack, outPack } = pairOf(p, settings)
  const positions = p.outWidth * p.outHeight
  const blocks = inPack === 8 ? [12, 8, 4, 2, 1] : [4, 2, 1]
  const strided = p.strideWidth > 1
  return {
    algorithm: 'gemm-1x1',
    className: `conv1x1s${p.strideHeight}_sgemm${packNames(inPack, outPack)}`,
    create: (heap) => withRestrided(p, settings, heap, packedBytes(p, settings)),
    compute({ workspace }) {
      const shrunk = strided
        ? workspace.take(imageBytes(p.outWidth, p.outHeight, p.inChannels, settings), 'part.shrunkInput')
        : null
      const ordered = mats.m3(blocks[0] ?? 1, p.inChannels / inPack, pieces(positions, blocks), 4 * inPack)
      workspace.give(workspace.take(ordered, 'part.orderedMatrix'))
      if (shrunk !== null) workspace.give(shrunk)
    },
  }
}

function gemmBlocks(vector: number): readonly number[] {
  return vector === 8 ? [8, 4, 1] : [4, 1]
}

function plainGemm(p: ConvProblem, { mats, vector }: LayerSettings): Executor {
  const blocks = gemmBlocks(vector)
  const [row = 1] = blocks
  const positions = p.outWidth * p.outHeight
  return {
    algorithm: isPointwise(p) ? 'gemm-1x1' : 'im2col',
    className: 'conv_im2col_sgemm',
    create: (heap) => void heap.take(mats.m3(row * taps(p), p.inChannels, pieces(p.outChannels, blocks))),
    compute({ workspace }) {
      if (isDilated(p)) return
      const columns = workspace.take(mats.m2(positions, taps(p) * p.inChannels), 'part.im2colMatrix')
      const ordered = mats.m3(row * taps(p), p.inChannels, intDiv(positions, row) + (positions % row))
      workspace.give(workspace.take(ordered, 'part.orderedMatrix'))
      workspace.give(columns)
    },
  }
}

function plainWinograd(p: ConvProblem, settings: LayerSettings, gemm: Executor): Executor {
  const { mats } = settings
  const across = roundUp(p.outWidth, 2)
  const down = roundUp(p.outHeight, 2)
  const tiles = ceilDiv(p.outWidth, 2) * ceilDiv(p.outHeight, 2)
  const enlarges = across + 2 !== paddedWidth(p) || down + 2 !== paddedHeight(p)
  const runs = p.outWidth >= 8 && p.outHeight >= 8
  return {
    algorithm: 'winograd',
    unit: 2,
    className: 'conv3x3s1_winograd23',
    create(heap) {
      heap.take(mats.m3(16, p.inChannels, p.outChannels))
      gemm.create(heap)
    },
    compute(memory) {
      if (!runs) return gemm.compute(memory)
      const { workspace } = memory
      const enlarged = enlarges
        ? workspace.take(mats.m3(across + 2, down + 2, p.inChannels), 'part.enlargedInput')
        : null
      const transformed = workspace.take(mats.m3(16, tiles, p.inChannels), 'part.transformedInput')
      if (enlarged !== null) workspace.give(enlarged)
      const products = workspace.take(mats.m3(16, tiles, p.outChannels), 'part.transformedOutput')
      workspace.give(transformed)
      const result = enlargedOutput(p, across, down, settings, workspace)
      if (result !== null) workspace.give(result)
      workspace.give(products)
    },
  }
}
