import { basename, join } from 'node:path'
import * as v from 'valibot'
import { ok } from '#contract/errors'
import { FORMATS } from '#core/model/formats/index'
import { samples } from '#core/model/samples/index'
import type { ModelStore } from '#core/model-store'
import type { FileRequest, Host } from '../host'
import { writeSample } from '../models/sample-files'
import type { HandlersOf } from './handle'
import { id, inputShapes, path } from './schemas'

const MODEL_FILES: FileRequest = {
  title: { id: 'dialog.openModel' },
  filters: [
    { name: { id: 'dialog.models' }, extensions: FORMATS.flatMap(({ extensions }) => extensions) },
    { name: { id: 'dialog.allFiles' }, extensions: ['*'] },
  ],
}

/** `onOpen` hears of every file of the user's that was opened. */
export function modelHandlers(
  store: ModelStore,
  host: Host,
  onOpen: (path: string) => Promise<void>,
): HandlersOf<'model'> {
  const open = (file: string) =>
    store.open(file, (fraction, stage) => host.push('model:progress', { fileName: basename(file), fraction, stage }))

  return {
    'model:choose': { schema: v.tuple([]), answer: async () => ok(await host.chooseFile(MODEL_FILES)) },
    'model:open': {
      schema: v.tuple([path]),
      async answer(file) {
        const admitted = await host.admit(file)
        if (!admitted.ok) return admitted
        const opened = await open(admitted.value)
        if (opened.ok) await onOpen(admitted.value)
        return opened
      },
    },
    'model:samples': { schema: v.tuple([]), answer: () => ok(samples) },
    'model:open-sample': {
      schema: v.tuple([id]),
      async answer(sampleId) {
        const file = await writeSample(sampleId, join(host.dataFolder, 'samples'))
        return file.ok ? open(file.value) : file
      },
    },
    'model:cancel-open': { schema: v.tuple([]), answer: () => ok(store.cancelOpen()) },
    'model:set-input-shapes': { schema: v.tuple([id, inputShapes]), answer: store.setInputShapes },
  }
}
