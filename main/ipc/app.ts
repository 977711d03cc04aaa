import * as v from 'valibot'
import type { HostInfo } from '#contract/channels'
import { ok } from '#contract/errors'
import type { HandlersOf } from './handle'

export function appHandlers(info: () => HostInfo): HandlersOf<'app'> {
  return { 'app:info': { schema: v.tuple([]), answer: () => ok(info()) } }
}
