// SPDX-License-Identifier: Apache-2.0
import type { Build } from './compose'
import { UNRELEASED } from './tags'

/** Sessions of real builds of these were measured (test/fixtures/golden/README.md, releases/memory.md). */
export const MEASURED: readonly Build[] = [
  ...[
    '1.0.1',
    '1.0.2',
    '1.1.0',
    '1.1.3',
    '1.1.5',
    '1.1.7',
    '1.2.0',
    '1.2.2',
    '1.2.7',
    '2.2.3',
    '2.5.3',
    '2.6.1',
    '2.6.3',
    '2.8.1',
    '2.9.2',
    '2.9.3',
    '2.9.5',
    '2.9.6',
    '3.0.1',
    '3.0.5',
    '3.2.5',
    '3.6.1',
  ].map((version) => ({
    version,
    lowMemory: false,
  })),
  ...['2.8.1', '3.6.1'].map((version) => ({ version, lowMemory: true })),
]

/**
 * Releases of which sessions were measured on a GPU's driver that runs nothing, and are met (mnn-opencl.jsonl.gz); of the
 * unreleased one, the fixes that it is known for.
 */
export const MEASURED_ON_GPU: readonly string[] = ['2.8.1', '2.9.2', '2.9.5', '3.0.5', '3.6.1', UNRELEASED]
