import type { Algorithm } from '#contract/algorithms'
import type { Category } from '#contract/categories'
import type { Choice } from '#contract/choice'
import type { InstructionSet } from '#contract/configuration'
import { sizeText } from '../figures'

/** Names and figures as they appear in sentences. */

const ALGORITHM_NAMES: Readonly<Record<Algorithm, string>> = {
  tiled: 'tiled',
  winograd: 'Winograd',
  'strassen-1x1': 'Strassen 1×1',
  'gemm-1x1': 'GEMM 1×1',
  depthwise: 'depthwise',
  'depthwise-3x3': 'depthwise 3×3',
  grouped: 'grouped',
  streamed: 'streamed GEMM',
}

export const ISA_NAMES: Readonly<Record<InstructionSet, string>> = {
  sse: 'SSE4.1',
  avx2: 'AVX2',
  avx512: 'AVX-512',
  arm64: 'ARM64 NEON',
  'arm64-fp16': 'ARM64 with half precision',
  arm32: 'ARM32 NEON',
}

export const CATEGORY_NAMES: Readonly<Record<Category, string>> = {
  packedWeights: 'packed weights',
  workspace: 'workspace',
  activations: 'activations',
  modelBuffer: 'model buffer',
  other: 'other memory',
}

/** "Winograd unit 6", "tiled", "grouped (tiled)". */
export function choiceName({ algorithm, unit, inner }: Choice): string {
  if (inner !== null) return `${ALGORITHM_NAMES[algorithm]} (${choiceName({ ...inner, inner: null })})`
  return unit === null ? ALGORITHM_NAMES[algorithm] : `${ALGORITHM_NAMES[algorithm]} unit ${unit}`
}

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** "a", "a and b", "a, b and c". */
export function listed(items: readonly string[]): string {
  const last = items[items.length - 1] ?? ''
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`
}

/** Binary units, at most one decimal, without sign. */
export function size(bytes: number): string {
  return sizeText(bytes, 'bytes')
}

export function signedSize(bytes: number): string {
  return `${bytes < 0 ? '−' : '+'}${size(bytes)}`
}
