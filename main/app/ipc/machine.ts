// SPDX-License-Identifier: Apache-2.0
import * as v from 'valibot'
import { machineSteps } from '#core/machine/machine-file'
import type { Application } from '../application'
import type { Host } from '../host'
import { paced } from '../plans/paced'
import type { HandlersOf } from './handle'

export function machineHandlers(
  { engine }: Pick<Application, 'engine'>,
  { dataFolder }: Pick<Host, 'dataFolder'>,
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
  }
}
