// SPDX-License-Identifier: Apache-2.0
import { clause, shapeText, size } from '../figures'

/** Why nodes cannot be executed. */
export const unrunnable = {
  'unrunnable.awaitsValues': () => 'its sizes depend on values that only a run computes',
  'unrunnable.unevenRounds': ({ dims, of }: { dims: readonly number[]; of: readonly number[] }) =>
    `its rounds give parts of different shapes, ${shapeText(dims)} and ${shapeText(of)}`,
  'unrunnable.unknownOutput': () => 'its output shape is unknown',
  'unrunnable.emptyTensor': () => 'one of its tensors has no elements',
  'unrunnable.manyDeciding': ({ most }: { most: number }) => `more than ${most} values decide its sizes`,
  'unrunnable.manyDims': ({ most }: { most: number }) => `tensors of more than ${most} dimensions are not executed`,
  'unrunnable.largeTensor': ({ most }: { most: number }) => `tensors of more than ${size(most)} are not executed`,
  'unrunnable.missingInput': () => 'an input of it is never computed',
  'unrunnable.noKernel': () => 'no kernel is chosen for it',
  'unrunnable.imageRank': () => 'only images of rank 2 to 4 are executed',
  'unrunnable.computedParameters': () => 'its parameters are computed by the model, not constant',
  'unrunnable.pooling': ({ axes, rank }: { axes: number; rank: number }) =>
    `pooling over ${axes} axes of a tensor of rank ${rank} is not implemented`,
  'unrunnable.convolution': ({ axes, rank }: { axes: number; rank: number }) =>
    `a convolution over ${axes} axes of a tensor of rank ${rank} is not implemented`,
  'unrunnable.transposed': ({ axes, rank }: { axes: number; rank: number }) =>
    `a transposed convolution over ${axes} axes of a tensor of rank ${rank} is not implemented`,
  'unrunnable.poolRank': ({ rank }: { rank: number }) => `pooling a tensor of rank ${rank} is not implemented`,
  'unrunnable.resizeRank': ({ rank }: { rank: number }) => `resizing a tensor of rank ${rank} is not implemented`,
  'unrunnable.resizeChannels': () => 'resizing batch or channels is not implemented',
  'unrunnable.samplingRank': ({ rank }: { rank: number }) => `only images are sampled, not tensors of rank ${rank}`,
  'unrunnable.indicesRank': ({ rank }: { rank: number }) => `indices of rank ${rank} are not implemented`,
  /** Elements of a dim. */
  'unrunnable.tooLong': ({ most }: { most: number }) => `an axis of more than ${most} elements is not implemented`,
  'unrunnable.manyProducts': ({ most }: { most: number }) => `it adds up more than ${most} products`,
  /** What the engine says of shapes and parameters that its kernels for the operation do not take; English. */
  'unrunnable.detail': ({ detail }: { detail: string }) => clause(detail),
}
