import type { Configuration, InstructionSet, ProfileId } from '#contract/configuration'
import type { Category } from '#contract/plan'
import { profileOf } from '../profiles'

/** Names and figures as they appear in sentences. */

const ISA_NAMES: Readonly<Record<InstructionSet, string>> = {
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

export function profileName(id: ProfileId): string {
  return profileOf(id)?.traits.label ?? id
}

export function isaName(isa: InstructionSet): string {
  return ISA_NAMES[isa]
}

export function threadsName({ threads }: Configuration): string {
  return counted(threads, 'thread')
}

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** "a", "a and b", "a, b and c". */
export function listed(items: readonly string[]): string {
  const last = items[items.length - 1] ?? ''
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`
}

const UNITS = ['bytes', 'KiB', 'MiB', 'GiB'] as const

/** Binary units, at most one decimal, without sign. */
export function size(bytes: number): string {
  let value = Math.abs(bytes)
  let unit = 0
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024
    unit += 1
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${UNITS[unit]}`
}

export function signedSize(bytes: number): string {
  return `${bytes < 0 ? '−' : '+'}${size(bytes)}`
}
