// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { engine } from './engine'
import { execute, openSubject } from './execute'
import { NETWORKS } from './networks'
import { expectClose, referenceOutputs } from './onnx-runtime'
import { expectAsPlanned } from './planned'

const TOLERANCE = 1e-4

// Small networks from the file to the outputs, against ONNX Runtime.
describe('networks', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'convscope-networks-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  describe.each(Object.entries(NETWORKS))('%s', (name, build) => {
    it.each(engine().executableIsas)('on %s, in every memory mode, on one and two threads', async (isa) => {
      const path = join(folder, `${name.replaceAll(' ', '-')}.onnx`)
      await writeFile(path, build())
      const subject = await openSubject(path)
      const expected = await referenceOutputs(subject, path)
      for (const memory of ['low', 'normal', 'high']) {
        for (const threads of [1, 2]) {
          const execution = await execute(subject, { profile: 'convscope', settings: { memory }, threads, isa })
          expectAsPlanned(execution)
          for (const [index, tensor] of subject.shaped.model.outputs.entries()) {
            const output = subject.shaped.model.tensors[tensor]?.name ?? ''
            const reference = expected.get(output)?.data ?? new Float32Array()
            expectClose(
              execution.outputs[index] ?? new Float32Array(),
              reference,
              TOLERANCE,
              `${output} (${memory}, ${threads})`,
            )
          }
        }
      }
    })
  })
})
