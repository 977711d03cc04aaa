// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { compareEntries } from '#core/comparison/entries'
import { entriesOf, heldEntries } from '#core/document/entries'
import { readDocument } from '#core/document/read'
import { savedEntry, savedModel, writeDocument } from '#core/document/write'
import { exportText } from '#core/export/order'
import { readOnnx } from '#core/model/formats/onnx/reader'
import { inferShapes } from '#core/model/infer-shapes'
import { modelView } from '#core/model/model-view'
import { createPlan } from '#core/planning/plan'
import { NETWORKS } from '../inference/networks'
import { mutateBytes, mutateValue } from './mutate'
import type { Target } from './target'

const FIXTURES = join(import.meta.dirname, '../fixtures/documents')

/** A document of two plans of a small network, as this version writes it. */
function plansOf(bytes: Uint8Array): string {
  const model = readOnnx('/m.onnx', bytes)
  const shaped = inferShapes(model, {})
  if (!shaped.ok) throw new Error(shaped.problem.code)
  const fileBytes = bytes.length
  const opened = { path: '/m.onnx', fileName: 'm.onnx', fileBytes, modifiedMs: 0, sha256: 'ab', format: 'onnx', model }
  const view = modelView('m', opened, shaped.value)
  const entries = ['mnn-1.0.1', 'ncnn-20260526'].map((profile) => {
    const configuration = { profile, isa: 'avx2', threads: 2, settings: {} } as const
    const plan = createPlan({ modelId: 'm', shaped: shaped.value, fileBytes, configuration, catalog: null })
    if (!plan.ok) throw new Error(plan.problem.code)
    return { model: savedModel(view), entry: savedEntry(profile, plan.value) }
  })
  const application = { name: 'Convscope', version: '0.1.0' }
  return writeDocument({ application, savedAt: '2026-01-02T03:04:05.000Z', ...heldEntries(entries) })
}

/** Reads it, and where it is taken for a document, compares its entries and makes the report. */
function use(text: string): string | null {
  try {
    const document = readDocument(text, 'fuzzed.json')
    if (!document.ok) return null
    const all = entriesOf(document.value)
    const [a, b = a] = all
    if (a === undefined || b === undefined) return 'a document without an entry'
    compareEntries(a, b)
    const order = {
      kind: 'report',
      language: 'en',
      units: 'binary',
      appVersion: '1',
      createdAt: new Date(0),
      limit: null,
    } as const
    const report = exportText(order, all)
    if (report.ok)
      for (const piece of report.value.pieces) if (/<script|<iframe/i.test(piece)) return 'a tag of the file'
    return null
  } catch (error) {
    return String(error instanceof Error ? error.stack : error).slice(0, 600)
  }
}

export const DOCUMENT_TARGET: Target = {
  name: 'saved documents',
  begin() {
    const fixtures = ['version-1-plans', 'version-1-run'].map((name) =>
      gunzipSync(readFileSync(join(FIXTURES, `${name}.json.gz`))).toString(),
    )
    const small = ['batches and padding on one side', 'squeeze and excitation'].map((name) =>
      plansOf(NETWORKS[name]?.() ?? new Uint8Array()),
    )
    return (by) => {
      const seed = by.in(0.03) ? by.pick(fixtures) : by.pick(small)
      if (by.in(0.2)) {
        const bytes = Buffer.from(mutateBytes(Buffer.from(seed), by)).toString()
        const said = use(bytes)
        return said === null ? null : { said, input: bytes }
      }
      const json = JSON.parse(seed) as object
      mutateValue(json, by)
      const text = JSON.stringify(json)
      const said = use(text)
      return said === null ? null : { said, input: text }
    }
  },
}
