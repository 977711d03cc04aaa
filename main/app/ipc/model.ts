// SPDX-License-Identifier: Apache-2.0
import * as v from 'valibot'
import { ok } from '#contract/errors'
import { DOCUMENT_EXTENSIONS } from '#core/document/read'
import { FORMATS } from '#core/model/formats/index'
import { samples } from '#core/model/samples/index'
import type { Application } from '../application'
import type { FileRequest, Host } from '../host'
import type { HandlersOf } from './handle'
import { id, inputShapes, path } from './schemas'

const MODEL_FILES: FileRequest = {
  title: { id: 'dialog.openModel' },
  filters: [
    {
      name: { id: 'dialog.models' },
      extensions: [...FORMATS.flatMap(({ extensions }) => extensions), ...DOCUMENT_EXTENSIONS],
    },
    { name: { id: 'dialog.allFiles' }, extensions: ['*'] },
  ],
}

export function modelHandlers(
  { store, opener }: Pick<Application, 'store' | 'opener'>,
  host: Pick<Host, 'admit' | 'chooseFile'>,
): HandlersOf<'model'> {
  return {
    'model:choose': { schema: v.tuple([]), answer: async () => ok(await host.chooseFile(MODEL_FILES)) },
    'model:open': {
      schema: v.tuple([path]),
      async answer(file) {
        const admitted = await host.admit(file)
        return admitted.ok ? opener.open(admitted.value) : admitted
      },
    },
    'model:samples': { schema: v.tuple([]), answer: () => ok(samples) },
    'model:open-sample': { schema: v.tuple([id]), answer: opener.openSample },
    'model:cancel-open': { schema: v.tuple([]), answer: () => ok(store.cancelOpen()) },
    'model:set-input-shapes': {
      schema: v.tuple([id, inputShapes]),
      answer: (model, shapes) => store.setInputShapes(model, shapes),
    },
    'model:nearest-sizes': { schema: v.tuple([id, inputShapes]), answer: store.nearestSizes },
  }
}
