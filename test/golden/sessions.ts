import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { defaultInputDims, inferShapes } from '#main/model/infer-shapes'
import { type OpenedModel, openModel } from '#main/model/open'
import type { ShapedModel } from '#main/model/shapes'
import { createPlan } from '#main/planning/plan'
import { sessionEngineOf } from './engines'
import { type Outcome, outcome } from './outcome'
import type { SessionRow } from './rows'

/** Targets for real models: what the session reports, and the process's resident set. */
const SESSION_TOLERANCE = 0.01
const RESIDENT_TOLERANCE = 0.05
/** The session's figure is noted with one decimal. */
const SESSION_ROUNDING = 0.05 + 1e-9
const MIB = 2 ** 20

export interface LoadedModel {
  readonly opened: OpenedModel
  readonly shaped: ShapedModel
}

/**
 * Models by the names that sessions give them, looked for in folders: the .mnn file itself
 * (gzipped or not), else the ONNX file that it was converted from. Each is read once.
 */
export class ModelShelf {
  readonly #files = new Map<string, string>()
  readonly #loaded = new Map<string, Promise<LoadedModel>>()

  constructor(folders: readonly string[]) {
    for (const folder of folders) {
      if (!existsSync(folder)) continue
      for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        const name = entry.split(/[\\/]/).at(-1) ?? entry
        if (!this.#files.has(name)) this.#files.set(name, join(folder, entry))
      }
    }
  }

  /** null where there is no file for it. */
  load(model: string): Promise<LoadedModel> | null {
    const [name = model] = model.split(' ')
    const file = [name, `${name}.gz`, name.replace(/\.mnn$/, '.onnx')].flatMap(
      (candidate) => this.#files.get(candidate) ?? [],
    )[0]
    if (file === undefined) return null
    const known = this.#loaded.get(file) ?? loadModel(file)
    this.#loaded.set(file, known)
    return known
  }
}

async function loadModel(file: string): Promise<LoadedModel> {
  const folder = file.endsWith('.gz') ? await mkdtemp(join(tmpdir(), 'convscope-')) : null
  try {
    const path = folder === null ? file : join(folder, 'model.mnn')
    if (folder !== null) await writeFile(path, gunzipSync(readFileSync(file)))
    const opened = await openModel(path)
    if (!opened.ok) throw new Error(opened.problem.message)
    const shaped = inferShapes(opened.value.model, defaultInputDims(opened.value.model))
    if (!shaped.ok) throw new Error(shaped.problem.message)
    return { opened: opened.value, shaped: shaped.value }
  } finally {
    if (folder !== null) await rm(folder, { recursive: true, force: true })
  }
}

/** null where no profile models the engine, or where the session was never sized. */
export function sessionOutcome(row: SessionRow, { opened, shaped }: LoadedModel): Outcome | null {
  const found = sessionEngineOf(row.version, row.build)
  if (found === null || row.sessionInfoMiB === 0) return null
  const { profile, isa } = found
  const configuration = { profile, isa, memory: row.memory, threads: row.threads, precision: row.precision ?? 'normal' }
  const result = createPlan({ modelId: row.model, shaped, fileBytes: opened.fileBytes, configuration, catalog: null })
  if (!result.ok) throw new Error(result.problem.message)
  const { totals, residentSetBytes } = result.value
  const sessionMiB = (totals.packedWeights + totals.activations + totals.workspace) / MIB
  return outcome(
    `${row.version} ${row.build} models`,
    `${row.model} ${row.version} ${row.build} ${row.memory} t${row.threads}`,
    [
      ...(row.sessionInfoMiB === null
        ? []
        : [
            {
              aspect: 'session',
              modelled: sessionMiB,
              measured: row.sessionInfoMiB,
              tolerance: SESSION_TOLERANCE,
              rounding: SESSION_ROUNDING,
            } as const,
          ]),
      {
        aspect: 'resident set',
        modelled: (residentSetBytes ?? 0) / MIB,
        measured: row.rssRunMiB,
        tolerance: RESIDENT_TOLERANCE,
      },
    ],
  )
}
