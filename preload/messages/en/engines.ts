// SPDX-License-Identifier: Apache-2.0
import type { MessageOf } from '../sentence'

/** Engines by name. */
export const engines = {
  /** Version as "3.6.1"; built with MNN_LOW_MEMORY or not. */
  'engine.mnn': ({ version, lowMemoryBuild }: { version: string; lowMemoryBuild: boolean }) =>
    `MNN ${version}${lowMemoryBuild ? ' low-memory' : ''}`,
  /** All releases together, as a heading. */
  'engine.mnnReleases': ({ lowMemoryBuild }: { lowMemoryBuild: boolean }) =>
    lowMemoryBuild ? 'MNN built with MNN_LOW_MEMORY' : 'MNN',
  /** All of its releases, as a heading. */
  'engine.ncnnReleases': () => 'ncnn',
  'engine.convscope': () => 'Convscope engine',
  /** Of which no more is known, or whose name is the same in every language. */
  'engine.other': ({ name }: { name: string }) => name,
}

export type EngineName = MessageOf<typeof engines>
