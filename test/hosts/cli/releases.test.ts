// SPDX-License-Identifier: Apache-2.0
import { writeFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import { commandLine } from './command'
import { network } from './network'

const { run, file } = commandLine()
const RESNET = 'sample:iresnet100'

interface Ladder {
  readonly releases: readonly {
    readonly release: string
    readonly totalBytes: number
    readonly causes: readonly { readonly topic: string; readonly bytes: number; readonly layers: readonly string[] }[]
  }[]
}

describe('releases', () => {
  test('tells every release with the rule that changed it; shares add up', async () => {
    const { code, out } = await run('releases', RESNET, '--memory', 'low', '--threads', '1', '--json')
    expect(code).toBe(0)
    const [ladder] = JSON.parse(out) as Ladder[]
    const releases = ladder?.releases ?? []
    expect(releases.length).toBe(84)
    for (const [index, { totalBytes, causes, release }] of releases.entries()) {
      const before = releases[index - 1]?.totalBytes ?? totalBytes
      expect(
        causes.reduce((sum, { bytes }) => sum + bytes, before),
        release,
      ).toBe(totalBytes)
    }
    const bound = releases.find(({ release }) => release === '2.6.3')?.causes ?? []
    expect(bound.map(({ topic }) => topic)).toEqual(['winogradUnit'])
    expect(bound[0]?.layers.length).toBeGreaterThan(80)
    const mode = releases.find(({ release }) => release === '2.6.0')?.causes ?? []
    expect(mode.map(({ topic }) => topic)).toEqual(['settings'])
  })

  test('prints a line for each run of releases that are alike, and CSV by release and mode', async () => {
    const table = (await run('releases', RESNET, '--threads', '1')).out
    expect(table).toMatch(/2\.7\.0 … 2\.9\.5|2\.7\.0 … 2\.9\.6/)
    expect(table).toContain('64/9')
    const rows = parse<Record<string, string>>((await run('releases', RESNET, '--csv')).out, { columns: true })
    expect(rows.length).toBe(2 * 84)
    expect(new Set(rows.map(({ memory }) => memory))).toEqual(new Set(['low', 'normal']))
  })

  test('are beside those of every other engine, with what is held over time and modelled time', async () => {
    const args = ['engines', 'sample:squeezenet', '--profile', 'ncnn-20260526', '--threads', '1', '--isa', 'avx2']
    const table = (await run(...args)).out
    expect(table).toMatch(/Engine +Releases +Total +While it loads +Loaded/)
    expect(table).toMatch(/MNN, memory low +1\.0\.1/)
    expect(table).toMatch(/\n +20260526 .* 1\.00×/)
    const rows = parse<Record<string, string>>((await run(...args, '--csv')).out, { columns: true })
    const own = rows.find(({ engine, release }) => engine === 'ncnn' && release === '20260526')
    expect([own?.['running'], own?.['time_ratio']]).toEqual([own?.['total'], '1'])
    const ladders = JSON.parse((await run(...args, '--json')).out) as { engine: string; releases: unknown[] }[]
    expect(ladders.flatMap(({ releases }) => releases)).toHaveLength(rows.length)
    expect(new Set(ladders.map(({ engine }) => engine))).toEqual(new Set(rows.map(({ engine }) => engine)))
  })

  test('has none to show for an engine without releases', async () => {
    expect((await run('releases', RESNET, '--profile', 'convscope')).code).toBe(2)
  })
})

describe('bisect', () => {
  const bisect = (...options: string[]) => run('bisect', RESNET, '--threads', '1', '--memory', 'low', ...options)
  const bisectSmall = (...options: string[]) => run('bisect', 'sample:squeezenet', '--threads', '1', ...options)

  test('finds both causes of the founding case', async () => {
    const first = await bisect('--from', '1.0.1', '--to', '2.8.1', '--max-growth', '5%')
    expect(first.code).toBe(0)
    expect(first.out).toContain('2.6.0 is the first release above the limit')
    expect(first.out).toContain('What helps')
    expect((await bisect('--from', '2.6.0', '--to', '2.8.1')).out).toContain('2.6.3 is the first release')
  })

  test('says so where none is', async () => {
    expect((await bisectSmall('--from', '2.7.0', '--to', '2.9.5')).out).toContain('No release from 2.7.0 to 2.9.5')
  })

  test('says that it is not known where totals are lower bounds', async () => {
    writeFileSync(file('custom.onnx'), network({ between: 'Custom' }))
    const args = ['bisect', 'custom.onnx', '--threads', '1', '--from', '1.0.1', '--to', '3.6.1', '--max-growth', '1GB']
    expect((await run(...args)).out).toMatch(/^Not known: from 1\.0\.2 on the total is “at least”/)
    const { first, unknown } = JSON.parse((await run(...args, '--json')).out)
    expect([first, unknown.release, unknown.lowerBound]).toEqual([null, '1.0.2', true])
  })

  test('refuses releases that are none, or turned round', async () => {
    expect((await bisectSmall('--from', '2.5.2', '--to', '2.8.1')).code).toBe(2)
    expect((await bisectSmall('--from', '2.8.1', '--to', '1.0.1')).code).toBe(2)
  })
})
