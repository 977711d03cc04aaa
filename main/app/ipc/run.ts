// SPDX-License-Identifier: Apache-2.0
import * as v from 'valibot'
import { ok } from '#contract/errors'
import type { Application } from '../application'
import type { FileRequest, Host } from '../host'
import type { HandlersOf } from './handle'
import { id, runRequest } from './schemas'

const INPUT_FILES: FileRequest = {
  title: { id: 'dialog.chooseInput' },
  filters: [{ name: { id: 'dialog.values' }, extensions: ['*'] }],
}

export function runHandlers(
  { runs }: Pick<Application, 'runs'>,
  host: Pick<Host, 'admit' | 'chooseFile'>,
): HandlersOf<'run'> {
  return {
    'run:choose-input': { schema: v.tuple([]), answer: async () => ok(await host.chooseFile(INPUT_FILES)) },
    'run:start': {
      schema: v.tuple([runRequest]),
      async answer(request) {
        const { input } = request
        if (input.kind !== 'file') return runs.start(request)
        const path = await host.admit(input.path)
        return path.ok ? runs.start({ ...request, input: { ...input, path: path.value } }) : path
      },
    },
    'run:cancel': { schema: v.tuple([id]), answer: (runId) => ok(runs.cancel(runId)) },
  }
}
