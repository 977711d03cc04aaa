import type { None } from './parameters'

/** Why a kernel or executor cannot take a layer: ends of sentences. Kernels, strides and sizes as "3×3". */
export interface ObstacleParameters {
  'obstacle.kernelNotSquare': { readonly kernel: string }
  'obstacle.kernelOne': None
  'obstacle.kernelNotOne': { readonly kernel: string }
  'obstacle.kernelNotThree': { readonly kernel: string }
  'obstacle.stride': { readonly stride: string }
  'obstacle.dilation': { readonly dilation: string }
  'obstacle.dilated': None
  'obstacle.noTransform': { readonly kernel: string }
  'obstacle.padding': None
  'obstacle.smallOutput': { readonly output: string }
}
