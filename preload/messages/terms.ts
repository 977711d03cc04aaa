// SPDX-License-Identifier: Apache-2.0
import type { InstructionSet } from '#contract/configuration'

/** Names of their makers, alike in every language. */
export const ISA_NAMES: Readonly<Record<InstructionSet, string>> = {
  sse: 'SSE4.1',
  avx2: 'AVX2',
  avx512: 'AVX-512',
  arm64: 'ARM64',
  'arm64-fp16': 'ARM64 fp16',
  arm32: 'ARM32',
}

/** A term of a vocabulary where it stands by itself. */
export function asLabel(term: string): string {
  return term.charAt(0).toUpperCase() + term.slice(1)
}
