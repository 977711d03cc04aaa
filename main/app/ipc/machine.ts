// SPDX-License-Identifier: Apache-2.0
import * as v from 'valibot'
import { ok } from '#contract/errors'
import { machineSteps } from '#core/machine/machine-file'
import { readMachine } from '#core/machine/read-machine'
import type { Application } from '../application'
import type { FileRequest, Host } from '../host'
import { paced } from '../plans/paced'
import type { HandlersOf } from './handle'

const MACHINE_FILES: FileRequest = {
  title: { id: 'dialog.chooseMachine' },
  filters: [{ name: { id: 'dialog.machine' }, extensions: ['json'] }],
}

export function machineHandlers(
  { engine }: Pick<Application, 'engine'>,
  { dataFolder, chooseFile }: Pick<Host, 'dataFolder' | 'chooseFile'>,
): HandlersOf<'machine'> {
  let newest = 0
  return {
    'machine:measure': {
      schema: v.tuple([v.boolean()]),
      async answer(again) {
        const native = engine()
        if (!native.ok) return native
        const mine = ++newest
        return paced(
          machineSteps(native.value, dataFolder, again),
          () => mine === newest,
          () => {},
        )
      },
    },
    'machine:choose': {
      schema: v.tuple([]),
      async answer() {
        const path = await chooseFile(MACHINE_FILES)
        return path === null ? ok(null) : readMachine(path)
      },
    },
  }
}
