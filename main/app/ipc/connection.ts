// SPDX-License-Identifier: Apache-2.0
import { basename } from 'node:path'
import type { Push, PushChannel } from '#contract/channels'
import { type Application, createApplication, type Listeners } from '../application'
import type { Host } from '../host'
import { appHandlers } from './app'
import { attachHandlers } from './attach'
import { documentHandlers } from './document'
import { exportHandlers } from './export'
import type { Handlers } from './handle'
import { historyHandlers } from './history'
import { machineHandlers } from './machine'
import { modelHandlers } from './model'
import { planHandlers } from './plan'
import { runHandlers } from './run'
import { seldom } from './seldom'
import { recentHandlers, settingsHandlers } from './settings'
import { taskHandlers } from './task'
import { tuningHandlers } from './tuning'
import { weightHandlers } from './weights'
import { workspaceHandlers } from './workspace'

/** Sends one event to the page, over whatever carries it. */
export type PushToPage = <C extends PushChannel>(channel: C, payload: Push[C]) => void

/** A page and the application behind it. */
export interface Connection {
  readonly application: Application
  readonly handlers: Handlers
}

/** Makes the application for one page and joins every service to its channels. */
export function connectPage(host: Host, push: PushToPage): Connection {
  const application = createApplication(host, pushing(push))
  return {
    application,
    handlers: {
      ...appHandlers(application, host),
      ...settingsHandlers(application, host),
      ...recentHandlers(application, host),
      ...machineHandlers(application, host),
      ...modelHandlers(application, host),
      ...attachHandlers(application, host),
      ...weightHandlers(application),
      ...planHandlers(application),
      ...runHandlers(application, host),
      ...tuningHandlers(application),
      ...taskHandlers(application),
      ...historyHandlers(application),
      ...workspaceHandlers(application),
      ...documentHandlers(application, host),
      ...exportHandlers(application, host),
    },
  }
}

/** Between two counts of plans made that the page is told. */
const COUNTED_MS = 50

function pushing(push: PushToPage): Listeners {
  return {
    engine: (state) => push('engine:state', state),
    opening: {
      progress: (path, fraction, stage) => push('model:progress', { fileName: basename(path), fraction, stage }),
      changed: (path) => push('model:changed', path),
      gone: (path) => push('model:gone', path),
    },
    sweep: { progress: seldom(COUNTED_MS, (progress) => push('plan:sweep-progress', progress)) },
    advice: { progress: seldom(COUNTED_MS, (of, plans) => push('plan:advice-progress', { of, plans })) },
    runs: {
      events: (runId, batch) => push('run:events', { runId, batch }),
      progress: (progress) => push('run:progress', progress),
      end: (end) => push('run:end', end),
    },
    tuning: {
      progress: (progress) => push('tuning:progress', progress),
      end: (end) => push('tuning:end', end),
    },
    attachments: {
      samples: (id, batch) => push('attach:samples', { id, batch }),
      end: (end) => push('attach:end', end),
    },
    tasks: {
      progress: (task) => push('task:progress', task),
      end: (id) => push('task:end', id),
    },
    history: (problem) => push('history:changed', { problem }),
  }
}
