// SPDX-License-Identifier: Apache-2.0
import type { Configuration } from '#contract/configuration'
import type { Message } from '#messages/message'
import { read } from '../../settings'
import { PRECISION } from './settings'

/** What a build of 2.8.1 or 3.6.1 needs for the kernels of a configuration. */
export function buildNotes(version: '2.8.1' | '3.6.1', configuration: Configuration): readonly Message[] {
  const { isa } = configuration
  if (isa === 'avx512') {
    return [{ id: 'note.avx512Option', version }]
  }
  if (isa === 'arm64-fp16') {
    if (read(PRECISION, configuration) !== 'low') {
      return [{ id: 'note.halfPrecisionUnused' }]
    }
    return [{ id: 'note.halfPrecisionOption', version, preset: version !== '2.8.1' }]
  }
  return []
}
