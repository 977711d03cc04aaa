// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import type { EngineProfile } from '#core/planning/engine'
import { convscope } from '#core/planning/engines/convscope/engine'
import type { KernelCatalog } from '#core/planning/native/kernel-catalog'
import { createPlan } from '#core/planning/plan'
import { openSample } from '../support/open-sample'

const CONFIGURATION = { profile: 'convscope', isa: 'avx2', threads: 1, settings: { memory: 'high' } } as const

it('a mistake in planning is one sentence that names the node', async () => {
  const { planner, id } = await openSample()
  const input = planner.input(id, CONFIGURATION)
  if (!input.ok) throw new Error(input.problem.code)
  const catalog: KernelCatalog = {
    choices: () => {
      throw new TypeError('nobody has foreseen this')
    },
    assess: () => ({ supported: false, reason: { id: 'refusal.tooLarge' } }),
    assessOperation: () => ({ supported: true, workspaceBytes: 0 }),
    channelBlock: () => 8,
  }
  const first = input.value.shaped.model.nodes.find(({ operation }) => operation.kind === 'Conv')?.name ?? ''
  const profile: EngineProfile = convscope
  expect(() => profile.plan({ ...input.value, catalog })).toThrow('nobody has foreseen this')
  expect(createPlan({ ...input.value, catalog })).toEqual({
    ok: false,
    problem: {
      code: 'internal/bug',
      message: { id: 'problem.plan.mistake', node: first, detail: 'nobody has foreseen this' },
      node: first,
    },
  })
})
