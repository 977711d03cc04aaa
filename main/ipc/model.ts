import { basename } from 'node:path'
import * as v from 'valibot'
import type { Push } from '#contract/channels'
import { ok } from '#contract/errors'
import { samples } from '../model/samples'
import type { ModelStore } from '../services/model-store'
import { writeSample } from '../services/sample-files'
import type { HandlersOf } from './handle'
import { id, inputShapes, path } from './schemas'

interface ModelHost {
  readonly store: ModelStore
  readonly sampleFolder: string
  chooseFile(): Promise<string | null>
  progress(payload: Push['model:progress']): void
}

export function modelHandlers({ store, sampleFolder, chooseFile, progress }: ModelHost): HandlersOf<'model'> {
  const open = (file: string) =>
    store.open(file, (fraction, stage) => progress({ fileName: basename(file), fraction, stage }))

  return {
    'model:choose': { schema: v.tuple([]), answer: async () => ok(await chooseFile()) },
    'model:open': { schema: v.tuple([path]), answer: open },
    'model:samples': { schema: v.tuple([]), answer: () => ok(samples) },
    'model:open-sample': {
      schema: v.tuple([id]),
      async answer(sampleId) {
        const file = await writeSample(sampleId, sampleFolder)
        return file.ok ? open(file.value) : file
      },
    },
    'model:cancel-open': { schema: v.tuple([]), answer: () => ok(store.cancelOpen()) },
    'model:set-input-shapes': { schema: v.tuple([id, inputShapes]), answer: store.setInputShapes },
  }
}
