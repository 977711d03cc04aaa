// SPDX-License-Identifier: Apache-2.0
import type { Nested, SayNested } from '../sentence'

/** Why native kernels do not take a convolution. */
export const refusals = {
  'refusal.belowOne': () => 'A size, stride, dilation, group or thread count of the convolution is below 1.',
  'refusal.negativePadding': () => 'The padding of the convolution is negative.',
  'refusal.groupsDivide': ({ groups }: { groups: number }) =>
    `The channels of the convolution do not divide into its ${groups} groups.`,
  'refusal.tooLarge': () => 'The tensors of the convolution are too large to address.',
  'refusal.packedTooLarge': () => 'The packed weights would be too large to address.',
  'refusal.workspaceTooLarge': () => 'The workspace would be too large to address.',
  'refusal.severalGroups': () => 'It is for more than one group.',
  'refusal.noInner': () => 'It needs a kernel to run in every group, and none was named.',
  'refusal.innerUnasked': () => 'It runs no other kernel in its groups, and one was named.',
  'refusal.oneGroup': () => 'It multiplies all input channels with all output channels: one group only.',
  'refusal.oneGroupOrDepthwise': () => 'It is for one group, or for one for each channel.',
  'refusal.depthwiseOnly': () => 'It is for as many groups as input and output channels.',
  'refusal.pointwiseOnly': () => 'It is for 1×1 kernels.',
  'refusal.inPlaceStride': () => 'It reads the input in place: stride 1 only.',
  'refusal.inPlacePadding': () => 'It reads the input in place: no padding.',
  'refusal.squareOnly': () => 'It is for square kernels.',
  'refusal.winogradStride': () => 'Tiles share sums at stride 1 only.',
  'refusal.undilated': () => 'It is for kernels without dilation.',
  /** `tile`: input edge of F(unit, kernel). */
  'refusal.noTransform': ({ unit, kernel, tile }: { unit: number; kernel: number; tile: number }) =>
    `There are transforms for tiles of 4, 6 and 8; F(${unit}, ${kernel}) would need ${tile}.`,
  'refusal.inEveryGroup': ({ why }: { why: Nested }, say: SayNested) => `In every group: ${say(why)}`,
}
