// SPDX-License-Identifier: Apache-2.0
import { product } from '#core/model/dims'
import { ceilDiv, f32, roundUp } from '../arithmetic'
import type { BufferSizes } from './gpu-rules'

/** A tensor of a session on the GPU. */
export interface GpuTensor {
  readonly dims: readonly number[]
  /** NC4HW4. */
  readonly packed: boolean
  /** Channels are its last dim (NHWC). */
  readonly channelsLast: boolean
  /** Of one number. */
  readonly elementBytes: number
  /** Present on a GPU with subgroups. */
  readonly lanes?: Lanes
}

/** How a tensor lies on a GPU with subgroups, whatever its layout is elsewhere. */
export interface Lanes {
  /** Channels of a pack. */
  readonly pack: 4 | 16
  /** Pixels before and behind every row. */
  readonly left: number
  readonly right: number
}

/** Of what no layer has asked anything of. */
export const PLAIN_LANES: Lanes = { pack: 4, left: 0, right: 0 }

/** Of a weight or bias: a tensor of the engine’s own, NHWC. */
export function plainTensor(dims: readonly number[], elementBytes: number): GpuTensor {
  return { dims, packed: false, channelsLast: true, elementBytes }
}

interface Shape {
  readonly batch: number
  readonly channels: number
  readonly height: number
  readonly width: number
}

/** 2.8.1|3.6.1: source/backend/opencl/core/OpenCLRunningUtils.hpp, tensorShapeFormat. */
export function shapeOf({ dims, channelsLast }: GpuTensor): Shape {
  const [first = 1, second = 1, third = 1, ...rest] = dims
  if (dims.length === 0) return { batch: 1, channels: 1, height: 1, width: 1 }
  if (dims.length === 1) return { batch: 1, channels: first, height: 1, width: 1 }
  if (dims.length === 2) return { batch: first, channels: second, height: 1, width: 1 }
  return channelsLast
    ? { batch: first, height: second, width: third, channels: product(rest) }
    : { batch: first, channels: second, height: third, width: product(rest) }
}

/**
 * Of a tensor in buffer mode. What has channels has room for reads beyond the last row and column.
 * 2.8.1|3.6.1: source/backend/opencl/core/OpenCLBackend.cpp, onAcquire.
 */
export function bufferBytes(tensor: GpuTensor, sizes: BufferSizes): number {
  const { elementBytes, lanes } = tensor
  const elements = lanes === undefined ? elementsWith(tensor, sizes) : elementsIn(lanes, shapeOf(tensor))
  return sizes.inSinglePrecision ? f32(roundUp(elements, 2)) * elementBytes : elements * elementBytes
}

function elementsWith(tensor: GpuTensor, sizes: BufferSizes): number {
  const { batch, channels, height, width } = shapeOf(tensor)
  const { dims, packed } = tensor
  const hasChannels = dims.length >= 2 && (packed || sizes.allHaveChannels)
  const beyond = (length: number) => 4 * (roundUp(length + 3, 4) - length)
  return hasChannels
    ? batch * roundUp(channels, sizes.channels) * height * width + beyond(height) * width + beyond(width)
    : roundUp(product(dims), 4)
}

/** An even number of packs, of rows of four pixels at a time: also what has no channels, and weights. */
function elementsIn({ pack, left, right }: Lanes, { batch, channels, height, width }: Shape): number {
  return roundUp(ceilDiv(channels, pack), 2) * pack * roundUp(left + width + right, 4) * batch * height
}

/** Of a tensor in image mode, in pixels of four channels. 2.8.1|3.6.1: the same file. */
export function imageSize(tensor: GpuTensor): { readonly width: number; readonly height: number } {
  const { batch, channels, height, width } = shapeOf(tensor)
  return { width: ceilDiv(channels, 4) * width, height: batch * height }
}

/** Elements as a tensor has them: packed ones round their channels up to four. source/core/Tensor.cpp, elementSize. */
export function elementsOf({ dims, packed }: Pick<GpuTensor, 'dims' | 'packed'>): number {
  return dims.reduce((all, dim, axis) => all * (packed && axis === 1 ? roundUp(dim, 4) : dim), 1)
}
