// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Addon } from '#core/inference/addon'
import { dataCaches } from '#core/machine/caches'
import { keptMachine, machineSteps } from '#core/machine/machine-file'
import { measureMachine } from '#core/machine/measure'
import { finish } from '#core/planning/steps'

const KIB = 1024
const MIB = 1024 ** 2

/** Tells what it was asked instead of measuring. */
function fakeAddon() {
  const asked: (readonly [threads: number, bytes: number])[] = []
  const addon: Pick<Addon, 'executableIsas' | 'multiplyAddRate' | 'bfloat16Rate' | 'tileRate' | 'readRate'> = {
    executableIsas: () => ['avx2', 'sse'],
    multiplyAddRate: (isa) => (isa === 'avx2' ? 90e9 : 40e9),
    bfloat16Rate: (isa) => (isa === 'avx2' ? 170e9 : 0),
    tileRate: (isa) => (isa === 'avx2' ? 900e9 : 0),
    readRate(_isa, threads, bytes) {
      asked.push([threads, bytes])
      return threads * 10e9
    },
  }
  return { addon: addon as Addon, asked }
}

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'convscope-machine-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('what a machine can do', () => {
  it('reads within each cache of one thread, shares of what all have, and beyond the last', () => {
    const { addon, asked } = fakeAddon()
    const caches = [
      { level: 'L1', bytes: 32 * KIB, shared: false },
      { level: 'L3', bytes: 32 * MIB, shared: true },
    ] as const
    const machine = finish(measureMachine(addon, { processor: 'p', threads: 4, caches }))
    expect(machine.arithmetic).toEqual([
      { isa: 'avx2', rate: 90, bfloat16: 170, tiles: 900 },
      { isa: 'sse', rate: 40 },
    ])
    expect(machine.reading.map(({ level, one, all }) => [level, one, all])).toEqual([
      ['L1', 10, 40],
      ['L3', 10, 40],
      ['memory', 10, 40],
    ])
    expect(asked).toEqual([
      [1, 16 * KIB],
      [4, 16 * KIB],
      [1, 16 * MIB],
      [4, 4 * MIB],
      [1, 64 * MIB],
      [4, 16 * MIB],
    ])
  })

  it('takes no more than a moment where the last cache is that of a hundred cores', () => {
    const { addon, asked } = fakeAddon()
    const caches = [{ level: 'L3', bytes: 504 * MIB, shared: true }] as const
    const machine = finish(measureMachine(addon, { processor: 'p', threads: 2, caches }))
    expect(machine.reading.map(({ level, bytes }) => [level, bytes / MIB])).toEqual([
      ['L3', 16],
      ['memory', 64],
    ])
    expect(asked.map(([threads, bytes]) => (threads * bytes) / MIB)).toEqual([16, 16, 64, 64])
  })

  it('is measured once for a processor, and again where one asks or the file tells of another', () => {
    const { addon, asked } = fakeAddon()
    const machine = (again = false) => finish(machineSteps({ addon }, folder, again))
    expect(keptMachine(folder)).toBeNull()
    const first = machine()
    expect(keptMachine(folder)).toEqual(first)
    const count = asked.length
    expect(machine()).toEqual(first)
    expect(asked.length).toBe(count)
    const path = join(folder, 'machine.json')
    writeFileSync(
      path,
      readFileSync(path, 'utf8').replace('"rate": 90', '"rate": 95').replace('"rate": 40', '"rate": 4'),
    )
    expect(machine(true).arithmetic.map(({ rate }) => rate)).toEqual([95, 40])
    expect(asked.length).toBe(2 * count)
    writeFileSync(path, readFileSync(path, 'utf8').replace(/"processor": "/, '"processor": "x'))
    expect(keptMachine(folder)).toBeNull()
    machine()
    expect(asked.length).toBe(3 * count)
    writeFileSync(path, '{')
    expect(machine()).toEqual(first)
  })
})

describe('caches as Linux tells them', () => {
  const index = (at: number, facts: Readonly<Record<string, string>>) => {
    const place = join(folder, `index${at}`)
    mkdirSync(place)
    for (const [name, value] of Object.entries(facts)) writeFileSync(join(place, name), `${value}\n`)
  }

  it('are those of data, the innermost first', () => {
    index(0, { level: '1', type: 'Data', size: '48K', shared_cpu_list: '0' })
    index(1, { level: '1', type: 'Instruction', size: '32K', shared_cpu_list: '0' })
    index(2, { level: '2', type: 'Unified', size: '2048K', shared_cpu_list: '0-1' })
    index(3, { level: '3', type: 'Unified', size: '36M', shared_cpu_list: '0-7' })
    expect(dataCaches(folder)).toEqual([
      { level: 'L1', bytes: 48 * KIB, shared: false },
      { level: 'L2', bytes: 2 * MIB, shared: false },
      { level: 'L3', bytes: 36 * MIB, shared: true },
    ])
  })

  it('are the usual ones where nothing is told', () => {
    expect(dataCaches(join(folder, 'missing')).map(({ level }) => level)).toEqual(['L1', 'L2', 'L3'])
  })
})
