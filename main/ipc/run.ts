import * as v from 'valibot'
import { ok } from '#contract/errors'
import type { RunHost } from '../services/runs'
import type { HandlersOf } from './handle'
import { id, runRequest } from './schemas'

export function runHandlers(runs: RunHost, chooseFile: () => Promise<string | null>): HandlersOf<'run'> {
  return {
    'run:choose-input': { schema: v.tuple([]), answer: async () => ok(await chooseFile()) },
    'run:start': { schema: v.tuple([runRequest]), answer: runs.start },
    'run:cancel': { schema: v.tuple([id]), answer: (runId) => ok(runs.cancel(runId)) },
  }
}
