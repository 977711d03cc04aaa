import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fail, ok, type Result } from '#contract/errors'
import { spoken } from '#contract/messages/say'
import { buildSample, samples } from '../model/samples'

/** Writes a sample into `folder` and answers its path: from then on it is a file like any other. */
export async function writeSample(id: string, folder: string): Promise<Result<string>> {
  if (!samples.some((sample) => sample.id === id)) {
    return fail({ code: 'file/not-found', message: spoken(`There is no sample called "${id}".`) })
  }
  const path = join(folder, `${id}.onnx`)
  try {
    await mkdir(folder, { recursive: true })
    await writeFile(path, buildSample(id))
    return ok(path)
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error)
    return fail({
      code: 'file/unwritable',
      message: spoken(`The sample could not be written to ${path}: ${cause}`),
      file: path,
    })
  }
}
