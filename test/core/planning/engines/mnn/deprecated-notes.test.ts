// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import type { Node } from '#core/model/graph'
import { deprecatedNotes } from '#core/planning/engines/mnn/session/plan-notes'

it('says from 3.0.2 on that sums of integers need a build option, where the file has any', () => {
  const nodes = ['ConvInt8', 'EltwiseInt8'].map((sourceOp) => ({ sourceOp }) as Node)
  expect(deprecatedNotes({ version: '3.0.1' }, { nodes })).toEqual([])
  expect(deprecatedNotes({ version: '3.6.1' }, { nodes: nodes.slice(0, 1) })).toEqual([])
  expect(deprecatedNotes({ version: '3.0.2' }, { nodes })).toEqual([
    { id: 'note.deprecatedOption', version: '3.0.2', sums: 1 },
  ])
})
