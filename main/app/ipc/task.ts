// SPDX-License-Identifier: Apache-2.0
import * as v from 'valibot'
import { ok } from '#contract/errors'
import type { Application } from '../application'
import type { HandlersOf } from './handle'
import { id } from './schemas'

export function taskHandlers({ tasks }: Pick<Application, 'tasks'>): HandlersOf<'task'> {
  return {
    'task:cancel': {
      schema: v.tuple([id]),
      answer(taskId) {
        tasks.cancel(taskId)
        return ok(undefined)
      },
    },
  }
}
