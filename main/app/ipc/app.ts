import * as v from 'valibot'
import type { HostInfo, Runtime } from '#contract/channels'
import { ok } from '#contract/errors'
import type { HandlersOf } from './handle'

export function appHandlers(info: () => Promise<HostInfo>): HandlersOf<'app'> {
  return { 'app:info': { schema: v.tuple([]), answer: async () => ok(await info()) } }
}

export function runtimeVersions(): Runtime {
  const { node, electron, chrome } = process.versions
  return { node, ...(electron && chrome ? { electron, chromium: chrome } : {}) }
}
