// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import { fail, ok, type Result } from '#contract/errors'
import type { ModelView } from '#contract/model'
import { FileRefusal, readingCause } from './file-cause'
import { readRegularText } from './regular-file'

const MOST_BYTES = 512 * 2 ** 20

/** The text of a model's own file as it was when the model was opened. Fails where it cannot be read, or is another now. */
export async function modelText({ path, sha256 }: Pick<ModelView, 'path' | 'sha256'>): Promise<Result<string>> {
  const file = basename(path)
  try {
    const text = await readRegularText(path, MOST_BYTES, new FileRefusal({ id: 'file.over512MiB' }))
    if (createHash('sha256').update(text).digest('hex') === sha256) return ok(text)
    return fail({
      code: 'file/changed',
      message: { id: 'problem.run.fileChanged', path },
      file: path,
      hint: { id: 'hint.openAgain' },
    })
  } catch (error) {
    return fail({
      code: 'file/unreadable',
      message: { id: 'problem.notRead', file, why: readingCause(error) },
      file: path,
    })
  }
}
