import * as v from 'valibot'
import { ok } from '#contract/errors'
import type { Host } from '../services/host'
import type { RecentFiles } from '../services/recent-files'
import { type SettingsStore, settingsChange } from '../services/settings'
import type { HandlersOf } from './handle'
import { path } from './schemas'

export function settingsHandlers(settings: SettingsStore, host: Pick<Host, 'refresh'>): HandlersOf<'settings'> {
  return {
    'settings:change': {
      schema: v.tuple([settingsChange]),
      async answer(change) {
        const changed = await settings.change(change)
        host.refresh()
        return changed
      },
    },
  }
}

export function recentHandlers(recent: RecentFiles): HandlersOf<'recent'> {
  return {
    'recent:list': { schema: v.tuple([]), answer: () => ok(recent.list()) },
    'recent:forget': {
      schema: v.tuple([v.nullable(path)]),
      async answer(file) {
        await recent.forget(file)
        return ok(recent.list())
      },
    },
  }
}
