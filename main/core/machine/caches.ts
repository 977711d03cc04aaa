// SPDX-License-Identifier: Apache-2.0
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MemoryLevel } from '#contract/machine'
import { table } from '#core/model/words'

export interface Cache {
  readonly level: Exclude<MemoryLevel, 'memory'>
  readonly bytes: number
  /** Several cores have it together. */
  readonly shared: boolean
}

const LINUX = '/sys/devices/system/cpu/cpu0/cache'

/** Where the system does not tell: sizes that nearly every core of today has at least. */
const USUAL: readonly Cache[] = [
  { level: 'L1', bytes: 32 * 1024, shared: false },
  { level: 'L2', bytes: 512 * 1024, shared: false },
  { level: 'L3', bytes: 8 * 1024 ** 2, shared: true },
]

/** Data caches of the first core, the innermost first. `folder`: what Linux tells of them. */
export function dataCaches(folder = LINUX): readonly Cache[] {
  try {
    const found = readdirSync(folder)
      .filter((name) => name.startsWith('index'))
      .flatMap((name) => {
        const of = (file: string) => readFileSync(join(folder, name, file), 'utf8').trim()
        const level = LEVELS[of('level')]
        const bytes = bytesOf(of('size'))
        if (level === undefined || bytes === null || of('type') === 'Instruction') return []
        return [{ level, bytes, shared: /[,-]/.test(of('shared_cpu_list')) && level === 'L3' }]
      })
    return found.length === 0 ? USUAL : found.sort((a, b) => a.level.localeCompare(b.level))
  } catch {
    return USUAL
  }
}

const LEVELS = table<Cache['level']>({ 1: 'L1', 2: 'L2', 3: 'L3' })
const UNITS = table<number>({ '': 1, K: 1024, M: 1024 ** 2 })

/** "48K" as bytes. */
function bytesOf(text: string): number | null {
  const [, count, unit = ''] = /^(\d+)([KM]?)$/.exec(text) ?? []
  const bytes = Number(count) * (UNITS[unit] ?? Number.NaN)
  return bytes > 0 ? bytes : null
}
