// SPDX-License-Identifier: Apache-2.0
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import { choose, chosenOption, type Option as OptionOf, selection } from '#core/planning/selection/option'
import type { Message } from '#messages/message'
import { intDiv } from '../arithmetic'
import type { Allocator, RunMemory } from '../memory/allocator'
import type { Executor, Originals, Selection } from './executor'
import {
  type DenseLayer,
  elempack,
  isDilated,
  isKernel,
  isStride,
  type LayerSettings,
  originalBytes,
  paddedHeight,
  paddedWidth,
  taps,
} from './layer'

type SelectDense = (layer: DenseLayer, settings: LayerSettings) => Selection

const NO_PADDING = { padTop: 0, padLeft: 0, padBottom: 0, padRight: 0 }

/** What every group computes, on the padded input. */
function groupOf(p: ConvProblem): ConvProblem {
  return {
    ...p,
    ...NO_PADDING,
    inChannels: p.inChannels / p.group,
    outChannels: p.outChannels / p.group,
    inWidth: paddedWidth(p),
    inHeight: paddedHeight(p),
    group: 1,
    depthwise: false,
  }
}

/**
 * A convolution layer of its own for every group, one after the other; it is not told of sizes. Up to 20220420 it looks
 * into the parent's weights, since then it has a copy while it packs. `packing`: what the weights are packed under, where that
 * is not what the layer runs under. 20260526:x86/convolutiondepthwise_x86.cpp.
 */
export function selectGroups(
  p: ConvProblem,
  settings: LayerSettings,
  originals: Originals,
  select: SelectDense,
  packing = settings,
): Selection {
  const group = groupOf(p)
  const each = select({ problem: group, shapeHints: false }, settings)
  const packed = packing === settings ? null : select({ problem: group, shapeHints: false }, packing).chosen
  const asPacked = (inner: Executor) => (packed === null ? inner : { ...inner, create: packed.create })
  const wrap = (inner: Executor) => grouped(p, group, asPacked(inner), originals, settings)
  const winner = chosenOption(each.options)
  return selection([
    choose(wrap(each.chosen), () => ({ id: 'ncnn.groups', groups: p.group, reason: winner.reason() })),
    ...each.options
      .filter(({ chosen }) => !chosen)
      .map(
        (option): OptionOf<Executor> => ({
          ...option,
          executor: option.executor === null ? null : wrap(option.executor),
          reason: (): Message => ({ id: 'ncnn.withinGroup', reason: option.reason() }),
        }),
      ),
  ])
}

function grouped(
  p: ConvProblem,
  group: ConvProblem,
  inner: Executor,
  originals: Originals,
  settings: LayerSettings,
): Executor {
  const { mats } = settings
  const [inPack, outPack] = [packWithin(p.inChannels, p.group, settings), packWithin(p.outChannels, p.group, settings)]
  return {
    algorithm: 'grouped',
    className: 'ConvolutionDepthWise',
    inner: { executor: inner, groups: p.group },
    create: (heap) => createGroups(p.group, group, inner, originals, settings, heap),
    compute(memory) {
      const { workspace } = memory
      const images = (width: number, height: number, channels: number, pack: number) =>
        mats.m3(width, height, channels / pack, settings.elementBytes * pack)
      const input =
        inPack === null
          ? null
          : workspace.take(images(paddedWidth(p), paddedHeight(p), p.inChannels, inPack), 'part.unpackedInput')
      const plain =
        outPack === null
          ? null
          : workspace.take(images(p.outWidth, p.outHeight, p.outChannels, outPack), 'part.unpackedOutput')
      // What an inner layer takes beside its output comes from where its output lies.
      const within: RunMemory = { ...memory, blobs: plain === null ? memory.blobs : workspace }
      for (let index = 0; index < p.group; index++) inner.compute(within)
      if (plain !== null) workspace.give(plain)
      if (input !== null) workspace.give(input)
    },
  }
}

/** The pack of a group's channels, where all channels lie in larger ones and are unpacked for it; else null. */
export function packWithin(channels: number, groups: number, settings: LayerSettings): number | null {
  const pack = elempack(channels / groups, settings)
  return elempack(channels, settings) > pack ? pack : null
}

/** A layer of its own for each group, with a copy of its weights while it packs since 20220701. */
export function createGroups(
  groups: number,
  group: ConvProblem,
  inner: Executor,
  originals: Originals,
  settings: LayerSettings,
  heap: Allocator,
): void {
  for (let index = 0; index < groups; index++) {
    const copy = originals === 'givenBack' ? heap.take(originalBytes(group, settings)) : null
    inner.create(heap)
    if (copy !== null && settings.lightMode && inner.usesOriginal !== true) heap.give(copy)
  }
}

/** Every channel for itself. `plainEdges`: kernels that compute with the original weights where channels are not packed. */
export function selectDepthwise(
  p: ConvProblem,
  settings: LayerSettings,
  originals: Originals,
  plainEdges: readonly number[],
): Selection | null {
  const pack = elempack(p.group, settings)
  if (settings.elementBytes === 2) {
    const reason = pack > 1 ? ({ id: 'ncnn.depthwisePacked', pack } as const) : ({ id: 'ncnn.depthwiseCast' } as const)
    return selection([choose(castDepthwise(p, pack, originals, settings), () => reason)])
  }
  if (pack > 1)
    return selection([choose(packedDepthwise(p, pack, settings), () => ({ id: 'ncnn.depthwisePacked', pack }))])
  const plain = plainEdges.some((edge) => isKernel(p, edge)) && !isDilated(p) && (isStride(p, 1) || isStride(p, 2))
  return plain ? selection([choose(PLAIN_DEPTHWISE, () => ({ id: 'ncnn.depthwisePlain' }))]) : null
}

const PLAIN_DEPTHWISE: Executor = {
  algorithm: 'depthwise',
  className: 'ConvolutionDepthWise',
  usesOriginal: true,
  create: () => {},
  compute: () => {},
}

/**
 * In 16 bits on ARM64: packed in float32, then cast. bfloat16 kept both up to 20220420.
 * 20260526:arm/convolutiondepthwise_arm.cpp, convolutiondepthwise_arm_asimdhp.cpp; 20220420:arm/convolutiondepthwise_arm.cpp.
 */
function castDepthwise(p: ConvProblem, pack: number, originals: Originals, { mats, half }: LayerSettings): Executor {
  const elements = [taps(p), p.group / pack] as const
  return {
    algorithm: 'depthwise',
    className: pack > 1 ? `ConvolutionDepthWise_pack${pack}` : 'ConvolutionDepthWise',
    create(heap) {
      if (pack === 1) {
        heap.take(mats.m1(elements[0] * elements[1], 2))
        return
      }
      const float = heap.take(mats.m2(...elements, 4 * pack))
      heap.take(mats.m2(...elements, 2 * pack))
      if (half || originals === 'givenBack') heap.give(float)
    },
    compute: () => {},
  }
}

function packedDepthwise(p: ConvProblem, pack: number, { mats, elementBytes }: LayerSettings): Executor {
  return {
    algorithm: 'depthwise',
    className: `ConvolutionDepthWise_pack${pack}`,
    create: (heap) => void heap.take(mats.m2(taps(p), p.group / pack, elementBytes * pack)),
    compute: () => {},
  }
}

/** Without packing a dilated convolution is one without, over every phase of the image. 20260526:x86/convolution_x86.cpp, forwardDilation_x86. */
export function selectDilated(p: ConvProblem, settings: LayerSettings, select: SelectDense): Selection | null {
  const dilation = p.dilationWidth
  const square = p.kernelHeight === p.kernelWidth && p.dilationHeight === dilation
  if (settings.packing || dilation === 1 || !square || !isStride(p, 1)) return null
  // 16 bits have none. 20211208:arm/convolution_arm.cpp, create_pipeline_fp16s and create_pipeline_bf16s; the same since.
  if (settings.elementBytes === 2) return null
  const phase = (x: number, y: number) => select({ problem: phaseOf(p, x, y), shapeHints: false }, settings)
  const first = phase(0, 0)
  const winner = chosenOption(first.options)
  return selection([
    choose(
      dilated(p, settings, first.chosen, (x, y) => phase(x, y).chosen),
      () => ({
        id: 'ncnn.dilationLayer',
        dilation,
        reason: winner.reason(),
      }),
    ),
    ...first.options
      .filter(({ chosen }) => !chosen)
      .map((option) => ({
        ...option,
        executor: null,
        reason: (): Message => ({ id: 'ncnn.withinPhase', reason: option.reason() }),
      })),
  ])
}

function phaseOf(p: ConvProblem, x: number, y: number): ConvProblem {
  const d = p.dilationWidth
  const inWidth = intDiv(paddedWidth(p) - y + d - 1, d)
  const inHeight = intDiv(paddedHeight(p) - x + d - 1, d)
  return {
    ...p,
    ...NO_PADDING,
    inWidth,
    inHeight,
    outWidth: inWidth - p.kernelWidth + 1,
    outHeight: inHeight - p.kernelHeight + 1,
    dilationHeight: 1,
    dilationWidth: 1,
  }
}

function dilated(
  p: ConvProblem,
  { mats }: LayerSettings,
  inner: Executor,
  innerOf: (x: number, y: number) => Executor,
): Executor {
  const d = p.dilationWidth
  return {
    algorithm: 'dilated',
    className: 'Convolution',
    inner: { executor: inner, groups: d * d },
    usesOriginal: inner.usesOriginal === true,
    create: (heap) => inner.create(heap),
    compute(memory) {
      const { workspace } = memory
      const within: RunMemory = { ...memory, blobs: workspace }
      let before: ConvProblem | null = null
      let input = null
      let result = null
      for (let x = 0; x < d; x++) {
        for (let y = 0; y < d; y++) {
          const phase = phaseOf(p, x, y)
          if (input === null || before?.inWidth !== phase.inWidth || before.inHeight !== phase.inHeight) {
            if (input !== null) workspace.give(input)
            input = workspace.take(mats.m3(phase.inWidth, phase.inHeight, p.inChannels), 'part.phaseInput')
          }
          if (result === null || before?.outWidth !== phase.outWidth || before.outHeight !== phase.outHeight) {
            if (result !== null) workspace.give(result)
            result = workspace.take(mats.m3(phase.outWidth, phase.outHeight, p.outChannels), 'part.phaseOutput')
          }
          innerOf(x, y).compute(within)
          before = phase
        }
      }
      if (result !== null) workspace.give(result)
      if (input !== null) workspace.give(input)
    },
  }
}
