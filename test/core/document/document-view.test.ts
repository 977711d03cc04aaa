// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { ModelView } from '#contract/model'
import { documentView, entryView, savedPlan } from '#core/document/document-view'
import { entriesOf } from '#core/document/entries'
import { readDocument } from '#core/document/read'
import { writeDocument } from '#core/document/write'
import { documentOf, entryOf, FOUNDING_A, FOUNDING_B, view } from '../export/support/saved-network'

const read = readDocument(writeDocument(documentOf([entryOf('A', FOUNDING_A), entryOf('B', FOUNDING_B)])), 'two')
if (!read.ok) throw new Error('not read')
const document = read.value
const shown = documentView('model-7', { path: '/x/two.convscope', documentId: 'document-1', document })

/** Which node's result which node reads; -1 is an input of the model. */
function wires({ nodes, inputs }: ModelView): string[] {
  const makers = new Map<number, number>(inputs.map(({ tensor }) => [tensor, -1]))
  for (const { id, outputs } of nodes) for (const output of outputs) makers.set(output, id)
  return nodes.flatMap(({ id, inputs: read }) =>
    [...new Set(read)].flatMap((tensor) => (makers.has(tensor) ? [`${makers.get(tensor)} to ${id}`] : [])),
  )
}

describe('a saved document without its model', () => {
  it('has the nodes, wires, shapes and weights of the model', () => {
    expect(shown.nodes.map(({ name, op }) => [name, op])).toEqual(view.nodes.map(({ name, op }) => [name, op]))
    expect(wires(shown).sort()).toEqual(wires(view).sort())
    const shapes = (model: ModelView) =>
      model.nodes.map(({ outputs }) => {
        const tensor = model.tensors[outputs[0] ?? -1]
        return [tensor?.dims, tensor?.dtype, tensor?.bytes]
      })
    expect(shapes(shown)).toEqual(shapes(view))
    const convolution = shown.nodes.find(({ op }) => op === 'Conv')
    const [, weight] = convolution?.inputs.map((id) => shown.tensors[id]) ?? []
    expect(weight).toMatchObject({ constant: 'file', dims: expect.arrayContaining([3, 3]) })
    expect(shown).toMatchObject({
      sha256: view.sha256,
      fileName: view.fileName,
      path: '/x/two.convscope',
      document: { id: 'document-1' },
    })
    expect(shown.outputs).toHaveLength(view.outputs.length)
  })

  it('stands beside an open model as one entry of it', () => {
    const [, second] = entriesOf(document)
    if (second === undefined) throw new Error('two entries')
    const { view: beside, plan } = entryView(second)
    expect(beside.nodes).toEqual(shown.nodes)
    expect(beside.document).toBeUndefined()
    expect(plan).toMatchObject({
      modelId: beside.id,
      configuration: FOUNDING_B,
      totalBytes: second.entry.plan.totalBytes,
    })
  })

  it('has the plans that it holds, and no other', () => {
    const plan = savedPlan(document, 'model-7', FOUNDING_B)
    expect(plan).toMatchObject({ ok: true, value: { modelId: 'model-7', configuration: FOUNDING_B } })
    expect(plan.ok && plan.value.totalBytes).toBe(document.entries[1]?.plan.totalBytes)
    expect(savedPlan(document, 'model-7', { ...FOUNDING_B, threads: 3 })).toMatchObject({
      ok: false,
      problem: { code: 'model/not-here', hint: { id: 'hint.openModelFile', file: view.fileName } },
    })
  })
})
