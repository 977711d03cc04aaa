import { clause } from '../figures'
import type { Sentences, UnrunnableParameters } from '../message'

/** Why nodes cannot be executed. */
export const unrunnable: Sentences<UnrunnableParameters> = {
  'unrunnable.unknownOutput': () => 'its output shape is unknown',
  'unrunnable.missingInput': () => 'an input of it is never computed',
  'unrunnable.noKernel': () => 'no kernel is chosen for it',
  'unrunnable.imageRank': () => 'only images of rank 2 to 4 are executed',
  'unrunnable.computedParameters': () => 'its parameters are computed by the model, not constant',
  'unrunnable.pooling': ({ axes, rank }) => `pooling over ${axes} axes of a tensor of rank ${rank} is not implemented`,
  'unrunnable.convolution': ({ axes, rank }) =>
    `a convolution over ${axes} axes of a tensor of rank ${rank} is not implemented`,
  'unrunnable.transposed': ({ axes, rank }) =>
    `a transposed convolution over ${axes} axes of a tensor of rank ${rank} is not implemented`,
  'unrunnable.poolRank': ({ rank }) => `pooling a tensor of rank ${rank} is not implemented`,
  'unrunnable.resizeRank': ({ rank }) => `resizing a tensor of rank ${rank} is not implemented`,
  'unrunnable.resizeChannels': () => 'resizing batch or channels is not implemented',
  'unrunnable.samplingRank': ({ rank }) => `only images are sampled, not tensors of rank ${rank}`,
  'unrunnable.indicesRank': ({ rank }) => `indices of rank ${rank} are not implemented`,
  'unrunnable.tooLong': ({ most }) => `an axis of more than ${most} elements is not implemented`,
  'unrunnable.manyProducts': ({ most }) => `it adds up more than ${most} products`,
  'unrunnable.detail': ({ detail }) => clause(detail),
}
