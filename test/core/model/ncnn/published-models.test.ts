// SPDX-License-Identifier: Apache-2.0
import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { inferShapes } from '#core/model/infer-shapes'
import { english } from '#messages/say'
import { hasShared, NO_SHARED, opened, shared } from '../support/model-files'

const FILES = hasShared
  ? ['ncnn', 'ncnn/benchmark'].flatMap((folder) =>
      readdirSync(shared(folder))
        .filter((name) => name.endsWith('.param'))
        .map((name) => `${folder}/${name}`),
    )
  : []

describe.skipIf(!hasShared)(`published ncnn models${NO_SHARED}`, () => {
  it.each(FILES)('%s has the shapes that its hints state', async (file) => {
    const shaped = inferShapes((await opened(shared(file))).model, {})
    if (!shaped.ok) throw new Error(english(shaped.problem.message))
    const { dims, model } = shaped.value
    for (const { attributes, name } of model.nodes) {
      const hints = attributes.find((attribute) => attribute.name === 'shape_hints')?.value
      if (hints === undefined) continue
      // A hint is [dims, w, h, c] for every output of the layer; its last node gives them.
      const last = model.nodes.findLast((node) => node.name === name || node.name.startsWith(`${name}.`))
      const known = dims[last?.outputs[0] ?? -1]
      if (known === null || known === undefined) continue
      const [rank = 0, w = 0, h = 0, c = 0] = JSON.parse(hints.replace(', …', ''))
      expect([name, ...known.slice(1)]).toEqual([name, ...[c, h, w].slice(3 - rank)])
    }
  })

  it('squeezenet is the same in both forms', async () => {
    const described = async (file: string) => {
      const shaped = inferShapes((await opened(shared(file))).model, {})
      if (!shaped.ok) throw new Error(english(shaped.problem.message))
      const { model, dims } = shaped.value
      return model.nodes.map(({ sourceOp, operation, outputs }) => [sourceOp, operation, outputs.map((id) => dims[id])])
    }
    expect(await described('ncnn/squeezenet_v1.1.param.bin')).toEqual(await described('ncnn/squeezenet_v1.1.param'))
  })
})
