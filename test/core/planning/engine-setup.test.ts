// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import { compareVersions } from '#core/planning/engine-setup'

it('orders versions by their numbers, not as text', () => {
  const versions = ['2.10.0', 'master', '1.0.1', '3.6.1', '2.9.6', '2.9', '10.0']
  expect(versions.sort(compareVersions)).toEqual(['1.0.1', '2.9', '2.9.6', '2.10.0', '3.6.1', '10.0', 'master'])
})
