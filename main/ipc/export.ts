import { writeFile } from 'node:fs/promises'
import { parse } from 'node:path'
import * as v from 'valibot'
import { fail, ok, type Result } from '#contract/errors'
import { comparisonCsv } from '../export/comparison-csv'
import { comparisonJson } from '../export/comparison-json'
import type { ModelStore } from '../services/model-store'
import type { Planner } from '../services/planner'
import type { RunHost } from '../services/runs'
import type { HandlersOf } from './handle'
import { chartFile, comparisonRequest } from './schemas'

interface ExportHost {
  readonly store: ModelStore
  readonly planner: Planner
  readonly runs: Pick<RunHost, 'report'>
  readonly appVersion: string
  choosePath(suggestedName: string): Promise<string | null>
}

const WRITERS = { csv: comparisonCsv, json: comparisonJson }

export function exportHandlers({ store, planner, runs, appVersion, choosePath }: ExportHost): HandlersOf<'export'> {
  const save = async (suggestedName: string, data: string | Uint8Array): Promise<Result<string | null>> => {
    const path = await choosePath(suggestedName)
    if (path === null) return ok(null)
    try {
      await writeFile(path, data)
      return ok(path)
    } catch (error) {
      const cause = error instanceof Error ? error.message : String(error)
      return fail({ code: 'file/unwritable', message: `${path} could not be written: ${cause}`, file: path })
    }
  }

  return {
    'export:comparison': {
      schema: v.tuple([comparisonRequest, v.picklist(['csv', 'json'])]),
      async answer(request, format) {
        const stored = store.get(request.modelId)
        if (!stored.ok) return stored
        const comparison = planner.compare(request, runs.report)
        if (!comparison.ok) return comparison
        const { view } = stored.value
        const modelName = parse(view.fileName).name
        const metadata = { ...view, modelName, appVersion, exportedAt: new Date() }
        const data = WRITERS[format]({ metadata, comparison: comparison.value })
        return save(`${modelName} ${request.a.profile} vs ${request.b.profile}.${format}`, data)
      },
    },
    'export:chart': {
      schema: v.tuple([chartFile]),
      answer: ({ suggestedName, kind, bytes }) => save(`${parse(suggestedName).name}.${kind}`, bytes),
    },
  }
}
