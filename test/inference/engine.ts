// SPDX-License-Identifier: Apache-2.0
import { resolve } from 'node:path'
import { type Engine, loadEngine } from '#core/inference/binding'
import { english } from '#messages/say'

export const APP_ROOT = resolve(import.meta.dirname, '../..')

/** The built addon; without it nothing here can be tested. */
export function engine(): Engine {
  const loaded = loadEngine(APP_ROOT)
  if (!loaded.ok) throw new Error(english(loaded.problem.message))
  return loaded.value
}
