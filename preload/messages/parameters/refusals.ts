import type { None } from './parameters'

/** Why a native kernel does not take a convolution: whole sentences. The kernels give id and figures (native/engine/conv). */
export interface KernelRefusalParameters {
  'refusal.belowOne': None
  'refusal.negativePadding': None
  'refusal.groupsDivide': { readonly groups: number }
  'refusal.tooLarge': None
  'refusal.packedTooLarge': None
  'refusal.workspaceTooLarge': None
  'refusal.severalGroups': None
  'refusal.noInner': None
  'refusal.oneGroup': None
  'refusal.oneGroupOrDepthwise': None
  'refusal.depthwiseOnly': None
  'refusal.pointwiseOnly': None
  'refusal.inPlaceStride': None
  'refusal.inPlacePadding': None
  'refusal.squareOnly': None
  'refusal.winogradStride': None
  'refusal.undilated': None
  /** `tile`: input edge of F(unit, kernel). */
  'refusal.noTransform': { readonly unit: number; readonly kernel: number; readonly tile: number }
}
