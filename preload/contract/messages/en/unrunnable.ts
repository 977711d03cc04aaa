import { clause } from '../figures'
import type { Sentences, UnrunnableParameters } from '../message'

/** Why nodes cannot be executed. */
export const unrunnable: Sentences<UnrunnableParameters> = {
  'unrunnable.unknownOutput': () => 'its output shape is unknown',
  'unrunnable.missingInput': () => 'an input of it is never computed',
  'unrunnable.noKernel': () => 'no kernel is chosen for it',
  'unrunnable.imageRank': () => 'only images of rank 2 to 4 are executed',
  'unrunnable.computedParameters': () => 'its parameters are computed by the model, not constant',
  'unrunnable.detail': ({ detail }) => clause(detail),
}
