// SPDX-License-Identifier: Apache-2.0

import { availableParallelism, cpus } from 'node:os'
import { join } from 'node:path'
import * as v from 'valibot'
import type { Machine } from '#contract/machine'
import { lockedNow } from '#core/file-lock'
import type { Engine } from '#core/inference/binding'
import { readRegularTextNow } from '#core/model/regular-file'
import type { Steps } from '#core/planning/steps'
import { writeWholeNow } from '../whole-file'
import { dataCaches } from './caches'
import { machine } from './machine-text'
import { measureMachine } from './measure'

const SCHEMA = 'convscope-machine'
/** 2: with rates of bfloat16; 3: in tiles too. */
const SCHEMA_VERSION = 3
const file = v.object({ schema: v.literal(SCHEMA), schemaVersion: v.literal(SCHEMA_VERSION), ...machine.entries })

/**
 * What this machine can do at most: as it is kept in the data folder, or measured now and kept. Figures of another processor
 * do not count. `again`: measured now in any case, and the higher figure of both is kept, as other programs only ever slow a
 * machine down. Yields between figures.
 */
export function* machineSteps({ addon }: Pick<Engine, 'addon'>, dataFolder: string, again: boolean): Steps<Machine> {
  const kept = keptMachine(dataFolder)
  if (kept !== null && !again) return kept
  const measured = yield* machineNow(addon)
  const found = kept === null ? measured : best(kept, measured)
  keep(pathIn(dataFolder), found)
  return found
}

/** What this machine can do at most, measured now. Yields between figures. */
export function machineNow(addon: Engine['addon']): Steps<Machine> {
  return measureMachine(addon, { ...here(), caches: dataCaches() })
}

/** What was measured of this machine before; null where nothing was. */
export function keptMachine(dataFolder: string): Machine | null {
  const found = read(pathIn(dataFolder))
  const { processor, threads } = here()
  return found?.processor === processor && found.threads === threads ? found : null
}

function here(): Pick<Machine, 'processor' | 'threads'> {
  return { processor: cpus()[0]?.model.trim() ?? 'unknown', threads: availableParallelism() }
}

function pathIn(dataFolder: string): string {
  return join(dataFolder, 'machine.json')
}

function best(a: Machine, b: Machine): Machine {
  return {
    ...b,
    arithmetic: b.arithmetic.map((now) => {
      const before = a.arithmetic.find(({ isa }) => isa === now.isa)
      const { bfloat16, tiles } = now
      return {
        ...now,
        rate: Math.max(now.rate, before?.rate ?? 0),
        ...(bfloat16 === undefined ? {} : { bfloat16: Math.max(bfloat16, before?.bfloat16 ?? 0) }),
        ...(tiles === undefined ? {} : { tiles: Math.max(tiles, before?.tiles ?? 0) }),
      }
    }),
    reading: b.reading.map((now) => {
      const before = a.reading.find(({ level, bytes }) => level === now.level && bytes === now.bytes)
      return { ...now, one: Math.max(now.one, before?.one ?? 0), all: Math.max(now.all, before?.all ?? 0) }
    }),
  }
}

/** Where it cannot be written it is measured again at the next start. */
function keep(path: string, found: Machine): void {
  const content: v.InferInput<typeof file> = {
    schema: SCHEMA,
    schemaVersion: SCHEMA_VERSION,
    ...found,
    arithmetic: [...found.arithmetic],
    reading: [...found.reading],
  }
  try {
    lockedNow(path, () => writeWholeNow(path, `${JSON.stringify(content, null, 1)}\n`))
  } catch {
    // It holds for this start.
  }
}

function read(path: string): Machine | null {
  try {
    const found = v.safeParse(file, JSON.parse(readRegularTextNow(path)))
    if (!found.success) return null
    const { processor, threads, arithmetic, reading } = found.output
    return { processor, threads, arithmetic, reading }
  } catch {
    return null
  }
}
