// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import { english } from '#messages/say'
import { memoryMap } from '#renderer/features/map/memory-map'
import { openSample } from '../core/support/open-sample'
import { APP_ROOT } from './engine'

it('the memory map of Convscope’s own engine has every byte once', async () => {
  const { planner, view } = await openSample('squeezenet', APP_ROOT)
  for (const memory of ['low', 'normal', 'high']) {
    const plan = planner.plan(view.id, { profile: 'convscope', settings: { memory }, threads: 2, isa: 'avx2' })
    if (!plan.ok) throw new Error(english(plan.problem.message))
    const parts = memoryMap(view.nodes, plan.value)
    expect(parts.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(plan.value.totalBytes)
  }
})
