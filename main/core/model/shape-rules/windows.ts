// SPDX-License-Identifier: Apache-2.0
import { product } from '../dims'
import { MOST_SIZE } from '../element-count'
import type { Operation, PadRule } from '../operations/index'
import { fail, notRunnable, one, type RuleContext, type Rules, type Shapes } from './rule'

/** Operations that slide a window: convolutions and pools. Shapes are [n, c, …spatial]. */

interface Window {
  readonly kernel: readonly number[]
  readonly strides: readonly number[]
  readonly dilations: readonly number[]
}

export const windowRules = {
  Conv(stated, context) {
    const operation = withKernel(stated, context)
    const { channels, spatial, batch } = input(operation, context)
    const weight = weights(operation, context)
    const [outChannels = 0, perGroup = 0] = weight
    const { group } = operation
    if (group < 1 || outChannels % group !== 0) fail({ id: 'shape.groups', channels: outChannels, groups: group })
    fitsEngines([group])
    if (perGroup * group !== channels) {
      fail({ id: 'shape.inputChannels', weights: weight, groups: group, needed: perGroup * group, channels })
    }
    checkBias(context, outChannels)
    const { pads, output } = slide(operation, operation.pads, spatial)
    const depthwise = operation.depthwise ?? (group > 1 && group === channels && group === outChannels)
    return one([batch, outChannels, ...output], { ...operation, pads, depthwise })
  },

  ConvTranspose(stated, context) {
    const shape = stated.shapeInput ? context.values(3)?.slice(1, -1) : stated.outputShape
    if (stated.shapeInput && shape === undefined) return undefined
    const operation = withOutput(withKernel({ ...stated, ...(shape && { outputShape: shape }) }, context))
    const { channels, spatial, batch } = input(operation, context)
    const weight = weights(operation, context)
    const [inChannels = 0, perGroup = 0] = weight
    const { group } = operation
    if (group < 1 || inChannels !== channels || inChannels % group !== 0) {
      fail({ id: 'shape.transposedGroups', weights: weight, groups: group, channels })
    }
    checkBias(context, perGroup * group)
    const { outputShape: _, shapeInput: __, ...rest } = operation
    const { pads, outputPadding, output } = spread(operation, spatial)
    return one([batch, perGroup * group, ...output], { ...rest, pads, outputPadding })
  },

  Pool: (operation, context) =>
    operation.outputSize === undefined
      ? pool(operation, context)
      : adaptivePool(operation, operation.outputSize, context),

  GlobalPool(operation, context) {
    const dims = context.dims(0)
    if (dims.length < 2) fail({ id: 'shape.rankBelow', dims, least: 2 })
    return one([...dims.slice(0, 2), ...dims.slice(2).map(() => 1)], operation)
  },
} satisfies Partial<Rules>

type PoolOperation = Extract<Operation, { kind: 'Pool' }>

function pool(operation: PoolOperation, context: RuleContext): Shapes {
  const { channels, spatial, batch } = input(operation, context)
  const kernel = operation.lenient ? clipped(operation.kernel, operation.pads, spatial) : operation.kernel
  const window = { ...operation, kernel }
  const { pads, output } = slide(window, operation.pads, spatial, operation.ceil)
  if (operation.ceil && !operation.lenient) {
    // A last window must begin inside the input or its leading padding.
    output.forEach((size, i) => {
      const begin = (size - 1) * (operation.strides[i] ?? 1)
      if (size > 1 && begin >= (spatial[i] ?? 0) + (pads[i] ?? 0)) output[i] = size - 1
    })
  }
  const dims = [batch, channels, ...output]
  if (context.outputCount === 1) return one(dims, { ...window, pads })
  const { strides, dilations, columnMajor = false } = operation
  const found = { kind: 'MaxPoolIndices', kernel, strides, dilations, pads, columnMajor } as const
  return { outputs: [dims, dims], operation: found }
}

/** Windows that share the input: alike where the output's size divides the input's. */
function adaptivePool(
  { outputSize: _, ...operation }: PoolOperation,
  wanted: readonly (number | null)[],
  context: RuleContext,
): Shapes {
  const dims = context.dims(0)
  const spatial = dims.slice(2)
  if (spatial.length !== wanted.length) fail({ id: 'shape.spatial', dims, spatial: wanted.length })
  const sizes = spatial.map((size, i) => wanted[i] ?? size)
  const kernel = sizes.map((size, i) => (spatial[i] ?? 0) / size)
  if (kernel.every(Number.isInteger)) return pool({ ...operation, kernel, strides: kernel }, context)
  return one([...dims.slice(0, 2), ...sizes], notRunnable({ id: 'unsupported.unevenWindows' }))
}

type Convolution = Extract<Operation, { kind: 'Conv' | 'ConvTranspose' }>

/** With the kernel of the weights, where the file states none. */
function withKernel<T extends Convolution>(operation: T, context: RuleContext): T {
  if (operation.kernel.length > 0) return operation
  const kernel = context.dims(1).slice(2)
  const orOnes = (list: readonly number[]) => (list.length > 0 ? list : kernel.map(() => 1))
  const { strides, dilations, pads } = operation
  const nothing = pads.kind === 'explicit' && pads.pads.length === 0
  return {
    ...operation,
    kernel,
    strides: orOnes(strides),
    dilations: orOnes(dilations),
    ...(nothing && { pads: { kind: 'explicit', pads: new Array<number>(2 * kernel.length).fill(0) } }),
  }
}

/** Older files list batch and channels of the output too. */
function withOutput(operation: Extract<Operation, { kind: 'ConvTranspose' }>): typeof operation {
  const { kernel, outputPadding, outputShape } = operation
  return {
    ...operation,
    outputPadding: outputPadding.length > 0 ? outputPadding : kernel.map(() => 0),
    ...(outputShape && { outputShape: outputShape.slice(-kernel.length) }),
  }
}

function input({ kernel, strides, dilations }: Window, context: RuleContext) {
  const dims = context.dims(0)
  const [batch = 0, channels = 0, ...spatial] = dims
  if (kernel.length === 0 || spatial.length !== kernel.length) {
    fail({ id: 'shape.spatial', dims, spatial: kernel.length })
  }
  const windows = [
    ['kernel', kernel],
    ['strides', strides],
    ['dilations', dilations],
  ] as const
  for (const [list, values] of windows) {
    fitsEngines(values)
    if (values.length !== kernel.length || values.some((value) => !Number.isInteger(value) || value < 1)) {
      fail({ id: 'shape.window', list, values })
    }
  }
  return { batch, channels, spatial }
}

function weights(operation: Window, context: RuleContext): readonly number[] {
  const weight = context.dims(1)
  const kernel = weight.slice(2)
  if (weight.length !== operation.kernel.length + 2 || kernel.some((size, i) => size !== operation.kernel[i])) {
    fail({ id: 'shape.kernel', weights: weight, kernel: operation.kernel })
  }
  return weight
}

function checkBias(context: RuleContext, channels: number): void {
  if (!context.has(2)) return
  const bias = context.dims(2)
  if (product(bias) !== channels) fail({ id: 'shape.bias', bias, channels })
}

/** Explicit pads and output sizes. */
function slide({ kernel, strides, dilations }: Window, rule: PadRule, spatial: readonly number[], ceil = false) {
  const axes = spatial.length
  const extent = kernel.map((size, i) => (dilations[i] ?? 1) * (size - 1) + 1)
  if (rule.kind === 'same') {
    const output = spatial.map((size, i) => Math.ceil(size / (strides[i] ?? 1)))
    const total = output.map((size, i) =>
      Math.max(0, (size - 1) * (strides[i] ?? 1) + (extent[i] ?? 1) - (spatial[i] ?? 0)),
    )
    return { pads: halves(total, rule.odd), output }
  }
  const pads = rule.kind === 'valid' ? new Array<number>(2 * axes).fill(0) : explicit(rule.pads, axes)
  const padded = spatial.map((size, i) => size + (pads[i] ?? 0) + (pads[axes + i] ?? 0))
  if (padded.some((size, i) => size < (extent[i] ?? 1))) {
    fail({ id: 'shape.kernelTooLarge', kernel: extent, padded })
  }
  const round = ceil ? Math.ceil : Math.floor
  return { pads, output: padded.map((size, i) => round((size - (extent[i] ?? 1)) / (strides[i] ?? 1)) + 1) }
}

function fitsEngines(values: readonly number[]): void {
  const beyond = values.find((value) => Math.abs(value) > MOST_SIZE)
  if (beyond !== undefined) fail({ id: 'shape.beyond32Bits', value: beyond })
}

function explicit(pads: readonly number[], axes: number): readonly number[] {
  fitsEngines(pads)
  if (pads.length !== 2 * axes || pads.some((pad) => !Number.isInteger(pad) || pad < 0)) {
    fail({ id: 'shape.padding', pads })
  }
  return pads
}

/** Splits a total padding; the odd element goes to the end (upper) or the beginning (lower). */
function halves(total: readonly number[], odd: 'upper' | 'lower'): readonly number[] {
  const less = total.map((pad) => Math.floor(pad / 2))
  const more = total.map((pad) => Math.ceil(pad / 2))
  return odd === 'upper' ? [...less, ...more] : [...more, ...less]
}

function clipped(kernel: readonly number[], rule: PadRule, spatial: readonly number[]): readonly number[] {
  if (rule.kind !== 'explicit') return kernel
  const axes = spatial.length
  return kernel.map((size, i) => Math.min(size, (spatial[i] ?? 0) + (rule.pads[i] ?? 0) + (rule.pads[axes + i] ?? 0)))
}

/** The transposed convolution: out = (in − 1)·stride + extent − pads + output padding. */
function spread(operation: Extract<Operation, { kind: 'ConvTranspose' }>, spatial: readonly number[]) {
  const { kernel, strides, dilations, pads: rule, outputShape } = operation
  const axes = spatial.length
  if (outputShape !== undefined && (outputShape.length !== axes || outputShape.some((size) => size < 1))) {
    fail({ id: 'shape.outputShape', shape: outputShape })
  }
  const full = spatial.map(
    (size, i) => (size - 1) * (strides[i] ?? 1) + (dilations[i] ?? 1) * ((kernel[i] ?? 1) - 1) + 1,
  )
  const extra = spatial.map((_, i) => operation.outputPadding[i] ?? 0)
  if (extra.some((size) => !Number.isInteger(size) || size < 0)) fail({ id: 'shape.outputPadding', padding: extra })
  if (rule.kind === 'same' || outputShape !== undefined) {
    const output = outputShape ?? spatial.map((size, i) => size * (strides[i] ?? 1))
    const surplus = full.map((size, i) => size + (extra[i] ?? 0) - (output[i] ?? 0))
    // Where the stride exceeds the kernel the output is longer than what the windows cover.
    const outputPadding = extra.map((size, i) => size + Math.max(0, -(surplus[i] ?? 0)))
    const total = surplus.map((size) => Math.max(0, size))
    return { pads: halves(total, rule.kind === 'same' ? rule.odd : 'lower'), outputPadding, output }
  }
  const pads = rule.kind === 'valid' ? new Array<number>(2 * axes).fill(0) : explicit(rule.pads, axes)
  const output = full.map((size, i) => size + (extra[i] ?? 0) - (pads[i] ?? 0) - (pads[axes + i] ?? 0))
  if (output.some((size) => size < 1)) fail({ id: 'shape.nothingLeft', full })
  return { pads, outputPadding: extra, output }
}
