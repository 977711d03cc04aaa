// SPDX-License-Identifier: Apache-2.0
import { type ChildProcess, spawn } from 'node:child_process'
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { bundle, ROOT } from './bundle'

export interface Ended {
  /** null: ended by a signal. */
  readonly code: number | null
  readonly out: string
  readonly err: string
}

let bundles: Promise<string> | undefined

/** The folder with the bundles, which the files that a process tests share: they take seconds, and are the same. */
function bundled(): Promise<string> {
  bundles ??= (async () => {
    // It goes with the folder of all temporary files (temporary-files.ts).
    const folder = mkdtempSync(join(tmpdir(), 'convscope-bundles-'))
    await bundle('cli', 'main/hosts/cli/index.ts', folder)
    await bundle('core-thread', 'main/app/thread/core-thread.ts', folder)
    await bundle('run-process', 'main/core/inference/run-process.ts', folder)
    return folder
  })()
  return bundles
}

/** The command as it is installed: bundled, in a folder with the native engine beside it. */
export function builtCommand() {
  let folder = ''
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'convscope-command-'))
    cpSync(await bundled(), folder, { recursive: true })
    mkdirSync(join(folder, 'tmp'))
    copyFileSync(join(ROOT, 'package.json'), join(folder, 'package.json'))
    symlinkSync(join(ROOT, 'native'), join(folder, 'native'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const script = () => join(folder, 'out/main/cli.cjs')
  return {
    script,
    file: (name: string) => join(folder, name),
    start: (...args: string[]) =>
      spawn(process.execPath, [script(), ...args], { cwd: folder, env: environment(join(folder, 'tmp')) }),
    /** Through bash, in which the command is "$@": with limits or surroundings that a shell sets. */
    shell: (line: string, ...args: readonly string[]) => {
      const surroundings = { cwd: folder, env: environment(join(folder, 'tmp')) }
      return ended(spawn('bash', ['-c', line, 'bash', process.execPath, script(), ...args], surroundings))
    },
    run: async (...args: string[]) =>
      ended(spawn(process.execPath, [script(), ...args], { cwd: folder, env: environment(join(folder, 'tmp')) })),
  }
}

/** Without what changes colours, and with a folder of its own for what is temporary and what is kept. */
function environment(temporary: string): NodeJS.ProcessEnv {
  const { FORCE_COLOR: _force, NO_COLOR: _no, ...rest } = process.env
  return { ...rest, TMPDIR: temporary, XDG_CONFIG_HOME: join(temporary, '../config') }
}

export function ended(child: ChildProcess): Promise<Ended> {
  let out = ''
  let err = ''
  child.stdout?.on('data', (chunk: Buffer) => {
    out += chunk.toString()
  })
  child.stderr?.on('data', (chunk: Buffer) => {
    err += chunk.toString()
  })
  return new Promise((done, reject) => {
    child.on('error', reject)
    child.on('close', (code) => done({ code, out, err }))
  })
}
