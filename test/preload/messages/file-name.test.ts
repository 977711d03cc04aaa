// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import { exportName } from '#messages/file-name'

it('names of exported files tell what differs, and fit every file system', () => {
  const a = ['MNN 2.8.1', 'memory low', '2 threads', 'AVX2']
  const b = ['MNN 2.8.1', 'memory low', '2 threads', 'AVX-512']
  expect(exportName('iresnet100.mnn', [a, b], 'report')).toBe('iresnet100 AVX2 vs AVX-512 report')
  expect(exportName('iresnet100.mnn', [a, ['MNN 1.0.1', ...a.slice(1)]])).toBe('iresnet100 MNN 2.8.1 vs MNN 1.0.1')
  expect(exportName('iresnet100.mnn', [a])).toBe('iresnet100 MNN 2.8.1 memory low 2 threads AVX2')
  expect(exportName('iresnet100.mnn', [a, b, a])).toBe('iresnet100 3 sides')
  expect(exportName('iresnet100.mnn', [])).toBe('iresnet100')
  expect(exportName('a/b:c?\u0007.onnx', [], 'x')).toBe('a-b-c- x')
  expect(exportName('n'.repeat(500), [a, b], 'report').length).toBeLessThanOrEqual(120)
  expect(exportName('.hidden', [])).toBe('.hidden')
})
