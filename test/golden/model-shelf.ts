// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Result } from '#contract/errors'
import { type OpenedModel, openModel } from '#core/model/open'

const MODEL_FILE = /\.(mnn|onnx|tflite)(\.gz)?$/

/**
 * Models by the names that sessions give them, looked for in folders: the .mnn file itself (gzipped or
 * not), or the ONNX file that it was converted from; of several with one name the one with the
 * digest. A file of another name is found by its digest. Each is read once.
 */
export class ModelShelf {
  readonly #paths: readonly string[]
  readonly #opened = new Map<string, Promise<Result<OpenedModel>>>()
  readonly #digests = new Map<string, string>()

  /** `folders` with all that is below them, `shallow` ones without. */
  constructor(folders: readonly string[], shallow: readonly string[] = []) {
    this.#paths = [
      ...shallow.flatMap((folder) => modelsIn(folder, false)),
      ...folders.flatMap((folder) => modelsIn(folder, true)),
    ]
  }

  /** null where there is no file for it. `sha256`: of the unzipped file, or its first digits. */
  async load(model: string, sha256 = ''): Promise<Result<OpenedModel> | null> {
    const path = this.#find(model, sha256)
    if (path === undefined) return null
    const opened = this.#opened.get(path) ?? open(path)
    this.#opened.set(path, opened)
    return opened
  }

  #find(model: string, sha256: string): string | undefined {
    // "iresnet100.mnn (converted by 1.0.1)"
    const [name = model] = basename(model).split(' ')
    const stem = name.replace(MODEL_FILE, '')
    for (const ending of [name.slice(stem.length), '.mnn', '.onnx']) {
      const named = this.#paths.filter((path) => basename(path).replace(/\.gz$/, '') === `${stem}${ending}`)
      const best = named.length > 1 && sha256 !== '' ? named.find((path) => this.#is(path, sha256)) : undefined
      if (named.length > 0) return best ?? named[0]
    }
    return sha256.length < 8 ? undefined : this.#paths.find((path) => this.#is(path, sha256))
  }

  #is(path: string, sha256: string): boolean {
    const digest = this.#digests.get(path) ?? createHash('sha256').update(unzipped(path)).digest('hex')
    this.#digests.set(path, digest)
    return digest.startsWith(sha256.toLowerCase())
  }
}

function modelsIn(folder: string, recursive: boolean): string[] {
  if (!existsSync(folder)) return []
  const entries = readdirSync(folder, { recursive, encoding: 'utf8' })
  return entries.filter((entry) => MODEL_FILE.test(entry)).map((entry) => join(folder, entry))
}

function unzipped(path: string): Buffer {
  const bytes = readFileSync(path)
  return path.endsWith('.gz') ? gunzipSync(bytes) : bytes
}

async function open(path: string): Promise<Result<OpenedModel>> {
  if (!path.endsWith('.gz')) return openModel(path)
  const folder = await mkdtemp(join(tmpdir(), 'convscope-'))
  try {
    const plain = join(folder, basename(path, '.gz'))
    await writeFile(plain, unzipped(path))
    return await openModel(plain)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
