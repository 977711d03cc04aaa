// SPDX-License-Identifier: Apache-2.0
import * as v from 'valibot'
import { ok } from '#contract/errors'
import type { Application } from '../application'
import type { HandlersOf } from './handle'
import { id, tensor } from './schemas'

export function weightHandlers({ statistics }: Pick<Application, 'statistics'>): HandlersOf<'weights'> {
  return {
    'weights:statistics': { schema: v.tuple([id, tensor]), answer: statistics.compute },
    'weights:cancel': { schema: v.tuple([]), answer: () => ok(statistics.cancel()) },
  }
}
