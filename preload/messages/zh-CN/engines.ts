// SPDX-License-Identifier: Apache-2.0
import type * as english from '../en/engines'
import type { Sentences } from '../sentence'

/** Engines by name. */
export const engines: Sentences<typeof english.engines> = {
  'engine.mnn': ({ version, lowMemoryBuild }) => `MNN ${version}${lowMemoryBuild ? '（低内存构建）' : ''}`,
  'engine.mnnReleases': ({ lowMemoryBuild }) => (lowMemoryBuild ? '带 MNN_LOW_MEMORY 构建的 MNN' : 'MNN'),
  'engine.ncnnReleases': () => 'ncnn 各版本',
  'engine.convscope': () => 'Convscope 引擎',
  'engine.other': ({ name }) => name,
}
