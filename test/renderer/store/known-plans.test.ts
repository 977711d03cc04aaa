// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import type { Plan } from '#contract/plan'
import { defaultConfiguration } from '#renderer/lib/configurations'
import { createKnownPlans } from '#renderer/store/known-plans'
import { aPlan } from '../support/fake-bridge'

it('keeps plans until there are too many layers in them, and always the last one', () => {
  const known = createKnownPlans()
  const configured = (threads: number) => ({ ...defaultConfiguration([], [], 1), threads })
  const keep = (threads: number, layers: number) => {
    const decisions = Array.from({ length: layers }, () => ({})) as unknown as Plan['decisions']
    known.keep(configured(threads), { ...aPlan('m', configured(threads)), decisions })
  }
  const threads = (modelId = 'm') => [1, 2, 3].filter((count) => known.of(modelId, configured(count)) !== null)
  keep(1, 900)
  keep(2, 900)
  expect(threads()).toEqual([1, 2])
  expect(threads('other')).toEqual([])
  keep(1, 900)
  keep(3, 900)
  expect(threads()).toEqual([1, 3])
  keep(2, 50_000)
  expect(threads()).toEqual([2])
  known.clear()
  expect(threads()).toEqual([])
})
