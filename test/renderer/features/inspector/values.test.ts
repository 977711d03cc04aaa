// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import { formatValue } from '#renderer/features/inspector/values'

it.each([
  [0, '0'],
  [-0.0530187, '−0.05302'],
  [12, '12'],
  [-0.0001199, '−1.20e−4'],
  [123456.7, '123500'],
  [0.00001234, '1.23e−5'],
  [-3.4e38, '−3.40e38'],
])('%s is shown as %s', (value, text) => {
  expect(formatValue(value)).toBe(text)
})
