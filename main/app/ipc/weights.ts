// SPDX-License-Identifier: Apache-2.0
import * as v from 'valibot'
import { ok } from '#contract/errors'
import { exportName } from '#messages/file-name'
import type { Application } from '../application'
import type { HandlersOf } from './handle'
import { id, tensor } from './schemas'

type Sources = Pick<Application, 'store' | 'statistics' | 'exporter'>

export function weightHandlers({ store, statistics, exporter }: Sources): HandlersOf<'weights'> {
  return {
    'weights:statistics': { schema: v.tuple([id, tensor]), answer: statistics.compute },
    'weights:values': { schema: v.tuple([id, tensor]), answer: statistics.values },
    'weights:save': {
      schema: v.tuple([id, tensor]),
      async answer(modelId, wanted) {
        const view = store.view(modelId)
        if (!view.ok) return view
        const file = await statistics.npy(modelId, wanted)
        if (!file.ok) return file
        return exporter.save(`${exportName(view.value.fileName, [], file.value.name)}.npy`, file.value.bytes)
      },
    },
    'weights:cancel': { schema: v.tuple([]), answer: () => ok(statistics.cancel()) },
  }
}
