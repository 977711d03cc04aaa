// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Host } from '#app/host'
import { connectPage } from '#app/ipc/connection'
import { answerCall } from '#app/ipc/handle'
import { english, spoken } from '#messages/say'
import { coreInThisThread } from '../app/support/core-in-this-thread'
import { SILENT_LOG } from '../app/support/silent-log'
import { mutateValue } from './mutate'
import type { Target } from './target'

const CONFIGURATION = { profile: 'mnn-2.8.1', isa: 'avx2', threads: 2, settings: { memory: 'low' }, overrides: [] }
const SOURCE = { configuration: CONFIGURATION, runId: 'run-1', label: 'a' }
const SAVED = { configuration: CONFIGURATION, saved: { kind: 'document', id: 'document-1', index: 0 } }
const AXIS = { kind: 'size', dimensions: ['batch'], values: [1, 2, 4] }

/** Calls as a page makes them, by channel; of models and files that are not there. */
const CALLS: Readonly<Record<string, readonly unknown[]>> = {
  'app:info': [],
  'settings:change': [{ theme: 'dark', language: 'en' }],
  'recent:forget': ['/models/gone'],
  'model:open': ['/models/gone.onnx'],
  'model:open-sample': ['gone'],
  'model:cancel-open': [],
  'model:set-input-shapes': ['model-1', { x: [1, 3, 8, null] }],
  'weights:statistics': ['model-1', 3],
  'plan:create': ['model-1', CONFIGURATION],
  'plan:arena': ['model-1', CONFIGURATION, 'plan'],
  'plan:compare': [{ modelId: 'model-1', a: SOURCE, b: SAVED }],
  'plan:advise': ['model-1', CONFIGURATION],
  'plan:budget': ['model-1', CONFIGURATION, 1e6],
  'plan:forced-totals': ['model-1', CONFIGURATION, 1],
  'plan:releases': ['model-1', CONFIGURATION],
  'plan:engines': ['model-1', CONFIGURATION],
  'plan:sweep': [{ modelId: 'model-1', configuration: CONFIGURATION, axis: AXIS, resized: true }],
  'run:start': [
    { modelId: 'model-1', configuration: CONFIGURATION, input: { kind: 'synthetic', seed: 1 }, iterations: 1 },
  ],
  'run:cancel': ['run-1'],
  'attach:start': [{ command: ['true'], intervalMs: 5 }],
  'tuning:state': ['model-1', CONFIGURATION],
  'tuning:start': ['model-1', CONFIGURATION],
  'export:comparison': [{ modelId: 'model-1', a: SOURCE, b: SOURCE }, 'B', 'csv'],
  'export:releases': ['model-1', CONFIGURATION, 'html', 'en'],
  'export:engines': ['model-1', CONFIGURATION, 'csv'],
  'export:sweep': ['model-1', 'csv'],
  'export:table': ['table', 'a,b'],
  'export:chart': [{ suggestedName: 'chart', kind: 'svg', bytes: new Uint8Array(8) }],
  'export:model': ['model-1', CONFIGURATION],
  'history:list': ['model-1'],
  'history:load': ['model-1', 'plan-1'],
  'history:keep': ['model-1', CONFIGURATION],
  'history:rename': ['model-1', 'plan-1', 'name'],
  'history:delete': ['model-1', 'plan-1'],
  'task:cancel': ['task-1'],
  'document:open': ['model-1', '/models/gone.json'],
  'document:close': ['document-1'],
  'document:entries': ['model-1', [SOURCE, SAVED]],
  'document:view': ['model-1', SAVED],
  'document:save': ['model-1', [SOURCE]],
  'document:node-data': ['model-1', SOURCE, 'packedWeights'],
  'document:overlay': ['model-1'],
  'document:report': ['model-1', [SOURCE, SAVED], { growth: 0.1 }, 'zh-CN'],
}

export const CALL_TARGET: Target = {
  name: 'calls of a page',
  begin() {
    const folder = mkdtempSync(join(tmpdir(), 'convscope-fuzz-'))
    const host: Host = {
      appRoot: folder,
      appVersion: '1',
      dataFolder: folder,
      initialModel: null,
      watch: false,
      engineBuild: null,
      log: SILENT_LOG,
      // Files are read by threads that only the built program has.
      admit: async () => ({ ok: false, problem: { code: 'file/unreadable', message: spoken('not here') } }),
      chooseFile: async () => null,
      saveTo: async () => null,
      mayStart: async () => ({ ok: false, problem: { code: 'cancelled', message: spoken('not here') } }),
      startProcess: () => {
        throw new Error('a process was started')
      },
      startCore: coreInThisThread,
      refresh: () => {},
    }
    const { handlers } = connectPage(host, () => {})
    const clean = JSON.stringify(Object.getOwnPropertyNames(Object.prototype))
    return async (by) => {
      const channel = by.in(0.02) ? by.word() : by.pick(Object.keys(CALLS))
      const args = structuredClone(Object.hasOwn(CALLS, channel) ? CALLS[channel] : []) as unknown[]
      mutateValue(by.in(0.1) ? [args] : args, by)
      const answer = await answerCall(handlers, channel, args, SILENT_LOG)
      const said =
        !answer.ok && answer.problem.code === 'internal/bug'
          ? `${channel}: ${english(answer.problem.message)}`
          : JSON.stringify(Object.getOwnPropertyNames(Object.prototype)) === clean
            ? null
            : `${channel} changed what all objects have`
      return said === null ? null : { said, input: JSON.stringify(args) ?? '' }
    }
  },
}
