// SPDX-License-Identifier: Apache-2.0
import type { InstructionSet } from '#contract/configuration'
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import type { Mats } from '../mats'

/** Edges m of Winograd's output tiles F(m, 3), in the order in which they are offered. */
export const UNITS = [6, 4, 2] as const
export type Unit = (typeof UNITS)[number]

/** What of an engine, a processor and its options the rules look at. */
export interface LayerSettings {
  readonly isa: InstructionSet
  /** Of the release: how Mats are laid out. */
  readonly mats: Mats
  /** Floats in a vector register: 16 under AVX-512, 8 under AVX, 4 under SSE2; ARM's tile formulas take 8. */
  readonly vector: number
  /** Channels that may lie together, largest first. */
  readonly packs: readonly number[]
  /** The same of float32, which is what some layers compute in where others take 16 bits. */
  readonly floatPacks: readonly number[]
  /** Of an element of blobs and packed weights: 4, or 2 in half precision. */
  readonly elementBytes: 2 | 4
  /** Of a weight of an InnerProduct layer: 2 where fp16 storage halves them, as on x86 with F16C. */
  readonly productBytes: 2 | 4
  /** Blobs and packed weights are of half precision, not bfloat16. */
  readonly half: boolean
  /** Biases are kept in half precision too. */
  readonly copiesBias: boolean
  /** Threads when the net is loaded. */
  readonly threads: number
  /** Physical cores. */
  readonly cores: number
  /** Of the level-2 cache of one core. */
  readonly l2Bytes: number
  readonly lightMode: boolean
  readonly packing: boolean
  readonly sgemm: boolean
  readonly winograd: boolean
  /** Those that the options allow. */
  readonly units: readonly Unit[]
  /** Whether the file tells the sizes of blobs. */
  readonly shapeHints: boolean
}

/** A convolution without groups. */
export interface DenseLayer {
  readonly problem: ConvProblem
  readonly shapeHints: boolean
}

/** "elempack": how many of `channels` lie together. 20260526:net.cpp, convert_layout. */
export function elempack(channels: number, { packing, packs }: LayerSettings): number {
  return packing ? (packs.find((pack) => channels % pack === 0) ?? 1) : 1
}

/** Taps of the kernel. */
export function taps({ kernelHeight, kernelWidth }: ConvProblem): number {
  return kernelHeight * kernelWidth
}

export function paddedWidth({ inWidth, padLeft, padRight }: ConvProblem): number {
  return inWidth + padLeft + padRight
}

export function paddedHeight({ inHeight, padTop, padBottom }: ConvProblem): number {
  return inHeight + padTop + padBottom
}

export function isPadded({ padLeft, padRight, padTop, padBottom }: ConvProblem): boolean {
  return padLeft > 0 || padRight > 0 || padTop > 0 || padBottom > 0
}

export function isKernel(p: ConvProblem, height: number, width = height): boolean {
  return p.kernelHeight === height && p.kernelWidth === width
}

export function isStride(p: ConvProblem, stride: number): boolean {
  return p.strideHeight === stride && p.strideWidth === stride
}

export function isDilated(p: ConvProblem): boolean {
  return p.dilationHeight !== 1 || p.dilationWidth !== 1
}

/** What ncnn's Winograd can do: 3×3, neither strided nor dilated. */
export function isWinogradShape(p: ConvProblem): boolean {
  return isKernel(p, 3) && isStride(p, 1) && !isDilated(p)
}

/** The original weights of a dense convolution. */
export function originalBytes(p: ConvProblem, { mats }: LayerSettings): number {
  return mats.m1((p.inChannels / p.group) * p.outChannels * taps(p))
}

/** Input as the layer takes it. */
export function inputBytes(p: ConvProblem, settings: LayerSettings): number {
  return imageBytes(p.inWidth, p.inHeight, p.inChannels, settings)
}

export function outputBytes(p: ConvProblem, settings: LayerSettings): number {
  return imageBytes(p.outWidth, p.outHeight, p.outChannels, settings)
}

/** An image with its channels packed as the options say. */
export function imageBytes(width: number, height: number, channels: number, settings: LayerSettings): number {
  const pack = elempack(channels, settings)
  return settings.mats.m3(width, height, channels / pack, settings.elementBytes * pack)
}
