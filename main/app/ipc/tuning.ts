// SPDX-License-Identifier: Apache-2.0
import * as v from 'valibot'
import { ok } from '#contract/errors'
import { configuration } from '#core/planning/configuration-schema'
import type { Application } from '../application'
import type { HandlersOf } from './handle'
import { id } from './schemas'

export function tuningHandlers({ tuning }: Pick<Application, 'tuning'>): HandlersOf<'tuning'> {
  return {
    'tuning:state': { schema: v.tuple([id, configuration]), answer: (model, under) => tuning.state(model, under) },
    'tuning:start': { schema: v.tuple([id, configuration]), answer: (model, under) => tuning.start(model, under) },
    'tuning:cancel': { schema: v.tuple([]), answer: () => ok(tuning.cancel()) },
    'tuning:clear': { schema: v.tuple([]), answer: () => ok(tuning.clear()) },
    'tuning:restore': { schema: v.tuple([]), answer: () => tuning.restore() },
  }
}
