import * as v from 'valibot'
import { ok } from '#contract/errors'
import type { FileTasks } from '../files/file-tasks'
import type { HandlersOf } from './handle'
import { id } from './schemas'

export function taskHandlers(tasks: FileTasks): HandlersOf<'task'> {
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
