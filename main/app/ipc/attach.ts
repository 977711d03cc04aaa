// SPDX-License-Identifier: Apache-2.0
import * as v from 'valibot'
import { ok } from '#contract/errors'
import type { Application } from '../application'
import type { Host } from '../host'
import type { HandlersOf } from './handle'
import { id } from './schemas'

const word = v.pipe(
  v.string(),
  v.maxLength(4096),
  v.check((text) => !text.includes('\0'), 'has a NUL'),
)
const attachRequest = v.strictObject({
  command: v.pipe(v.array(word), v.minLength(1), v.maxLength(1000)),
  intervalMs: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)),
})

export function attachHandlers(
  { attachments }: Pick<Application, 'attachments'>,
  host: Pick<Host, 'mayStart'>,
): HandlersOf<'attach'> {
  return {
    'attach:start': {
      schema: v.tuple([attachRequest]),
      async answer(request) {
        const allowed = await host.mayStart(request.command)
        return allowed.ok ? attachments.start(request) : allowed
      },
    },
    'attach:stop': { schema: v.tuple([id]), answer: (which) => ok(attachments.stop(which)) },
  }
}
