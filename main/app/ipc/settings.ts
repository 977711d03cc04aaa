// SPDX-License-Identifier: Apache-2.0
import * as v from 'valibot'
import { ok, type Result } from '#contract/errors'
import type { RecentFile } from '#contract/settings'
import type { Application } from '../application'
import type { Host } from '../host'
import type { RecentFiles } from '../models/recent-files'
import { settingsChange } from '../settings/settings'
import type { HandlersOf } from './handle'
import { path } from './schemas'

export function settingsHandlers(
  { settings }: Pick<Application, 'settings'>,
  host: Pick<Host, 'refresh'>,
): HandlersOf<'settings'> {
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

/** Those of the recent files that the page may open: the same list serves windows and pages of any folder. */
export async function openableFiles(recent: RecentFiles, { admit }: Pick<Host, 'admit'>): Promise<RecentFile[]> {
  const list = recent.list()
  const admitted = await Promise.all(list.map(({ path }) => admit(path)))
  return list.filter((_file, at) => admitted[at]?.ok)
}

export function recentHandlers(
  { recent }: Pick<Application, 'recent'>,
  host: Pick<Host, 'admit'>,
): HandlersOf<'recent'> {
  const list = async (): Promise<Result<RecentFile[]>> => ok(await openableFiles(recent, host))
  return {
    'recent:list': { schema: v.tuple([]), answer: list },
    'recent:forget': {
      schema: v.tuple([v.nullable(path)]),
      async answer(file) {
        await recent.forget(file)
        return list()
      },
    },
  }
}
