// SPDX-License-Identifier: Apache-2.0
import { availableParallelism } from 'node:os'
import * as v from 'valibot'
import type { Runtime } from '#contract/channels'
import { ok } from '#contract/errors'
import { FORMAT_VIEWS } from '#core/model/formats/index'
import { PROFILES } from '#core/planning/engines/index'
import { USUAL_MACHINE } from '#core/planning/time/default-machine'
import type { Application } from '../application'
import type { Host } from '../host'
import type { HandlersOf } from './handle'
import { path } from './schemas'
import { openableFiles } from './settings'

type Sources = Pick<Application, 'engineState' | 'settings' | 'recent' | 'exporter'>

export function appHandlers({ engineState, settings, recent, exporter }: Sources, host: Host): HandlersOf<'app'> {
  // The last model is that of the session before, whatever is opened until the page asks.
  const lastModel = settings.get().reopenLast ? openableFiles(recent, host).then(([last]) => last?.path) : null
  return {
    'app:show-file': {
      schema: v.tuple([path]),
      answer(file) {
        // A page shows what was saved through it, and nothing else of the disk.
        if (exporter.hasSaved(file)) host.showFile?.(file)
        return ok(undefined)
      },
    },
    'app:info': {
      schema: v.tuple([]),
      async answer() {
        const initialModel = host.initialModel ?? (await lastModel) ?? null
        return ok({
          appVersion: host.appVersion,
          runtime: runtimeVersions(),
          platform: process.platform,
          processors: availableParallelism(),
          engine: engineState(),
          logPath: host.log.path,
          profiles: PROFILES.map(({ traits }) => traits),
          formats: FORMAT_VIEWS,
          usualMachine: USUAL_MACHINE,
          settings: { ...settings.get(), ...(host.watch ? { watch: true } : {}) },
          ...(initialModel === null ? {} : { initialModel }),
        })
      },
    },
  }
}

function runtimeVersions(): Runtime {
  const { node, electron, chrome } = process.versions
  return { node, ...(electron && chrome ? { electron, chromium: chrome } : {}) }
}
