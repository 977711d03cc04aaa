// SPDX-License-Identifier: Apache-2.0

import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fail, ok, type Result } from '#contract/errors'
import { writingCause } from '#core/model/file-cause'
import { buildSample, samples } from '#core/model/samples/index'
import { writeWhole } from '#core/whole-file'

/** Writes a sample into `folder` and answers its path: from then on it is a file like any other. */
export async function writeSample(id: string, folder: string): Promise<Result<string>> {
  if (!samples.some((sample) => sample.id === id)) {
    return fail({ code: 'file/not-found', message: { id: 'problem.noSample', sample: id } })
  }
  const path = join(folder, `${id}.onnx`)
  try {
    await mkdir(folder, { recursive: true })
    const bytes = buildSample(id)
    // Another window may have it open, and would take it for changed.
    const there = await readFile(path).catch(() => null)
    if (there?.equals(bytes) !== true) await writeWhole(path, bytes)
    return ok(path)
  } catch (error) {
    const why = writingCause(error)
    return fail({ code: 'file/unwritable', message: { id: 'problem.notWritten', path, why }, file: path })
  }
}
