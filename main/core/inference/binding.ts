// SPDX-License-Identifier: Apache-2.0
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { InstructionSet } from '#contract/configuration'
import { fail, ok, type Result } from '#contract/errors'
import type { KernelCatalog } from '#core/planning/native/kernel-catalog'
import type { Message } from '#messages/message'
import type { Addon } from './addon'
import { createKernelCatalog } from './kernel-catalog'

/** The loaded addon and what planning asks of it. */
export interface Engine {
  readonly addon: Addon
  /** Of the addon's file. */
  readonly path: string
  readonly catalog: KernelCatalog
  readonly executableIsas: readonly InstructionSet[]
}

/**
 * Loads the addon that `npm run build:native` made below `appRoot` (the folder of package.json;
 * inside a packaged app, its unpacked twin).
 */
export function loadEngine(appRoot: string): Result<Engine> {
  const root = appRoot.replace(/app\.asar$/, 'app.asar.unpacked')
  const candidates = ['native/build/Release/convscope.node', 'native/build/convscope.node'].map((path) =>
    join(root, path),
  )
  const path = candidates.find((candidate) => existsSync(candidate))
  if (path === undefined) return unavailable({ id: 'problem.engine.notBuilt', path: candidates[0] ?? '' })
  try {
    const addon = createRequire(join(root, 'package.json'))(path) as Addon
    return ok({ addon, path, catalog: createKernelCatalog(addon), executableIsas: addon.executableIsas() })
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error)
    return unavailable({ id: 'problem.engine.unloadable', path, cause })
  }
}

function unavailable(message: Message): Result<Engine> {
  return fail({
    code: 'engine/unavailable',
    message,
    hint: { id: 'hint.build' },
  })
}
