// SPDX-License-Identifier: Apache-2.0
import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import { CLASSIFIER, commandLine, MACHINE } from './command'

const { run, interrupted } = commandLine()
const SQUEEZENET = 'sample:squeezenet'
const sweep = (...options: string[]) => run('sweep', SQUEEZENET, ...MACHINE, ...options)

describe('sweep', () => {
  test('prints a row for each size, changes between them, and why a size does not work', async () => {
    const { code, out } = await sweep('--vary', 'height,width=8..48', '--step', '8')
    expect(code).toBe(0)
    expect(out).toMatch(/^ +8 +– +–/m)
    expect(out).toMatch(/^ +48 +\d+\.\d+ MiB/m)
    expect(out).toContain('From 40 to 48: ')
    expect(out).toContain('tiled im2col → Winograd unit 2, packed +')
    expect(out).toContain('Not planned: 8. MaxPool')
  })

  test('gives programs every figure', async () => {
    const csv = (await sweep('--vary', 'threads=1,2,4', '--csv')).out
    const rows = parse<Record<string, string>>(csv, { columns: true })
    expect(rows.map(({ threads }) => threads)).toEqual(['1', '2', '4'])
    const document = JSON.parse((await sweep('--vary', 'threads=1,2,4', '--json')).out)
    expect(document.points.map(({ totalBytes }: { totalBytes: number }) => String(totalBytes))).toEqual(
      rows.map(({ total }) => total),
    )
    expect(document.varied).toBe('threads')
  })

  test('follows one session through sizes', async () => {
    const { out } = await sweep('--vary', 'height,width=224,320,224', '--resize')
    const rows = out.slice(out.indexOf('One session')).match(/^ +(224|320) .*$/gm)
    expect(rows?.length).toBe(3)
    expect(rows?.[0]).toContain('±0')
    expect(rows?.[2]).not.toContain('±0')
  })

  test('varies an open dimension by its name, and all values of a setting', async () => {
    const width = await run('sweep', CLASSIFIER, ...MACHINE, '--vary', 'width=160..224', '--csv')
    expect(parse(width.out, { columns: true }).length).toBe(3)
    const memory = parse<Record<string, string>>((await sweep('--vary', 'memory', '--csv')).out, { columns: true })
    expect(memory.map(({ memory: mode }) => mode)).toEqual(['low', 'normal', 'high'])
  })

  test('refuses what there is not, with what there is', async () => {
    const unknown = await sweep('--vary', 'depth=1..4')
    expect(unknown.code).toBe(2)
    expect(unknown.err).toContain('there are height, width, batch, threads, memory')
    for (const wrong of ['height=9..1', 'height', 'threads=0', 'batch=1..9999', 'memory=least', '=3']) {
      expect((await sweep('--vary', wrong)).code, wrong).toBe(2)
    }
    expect((await sweep('--vary', 'threads=1', '--resize')).code).toBe(2)
    expect((await sweep('--vary', 'sgemm')).code).toBe(3)
  })

  test('ends at Ctrl+C', async () => {
    expect((await interrupted('Planning', 'sweep', SQUEEZENET, '--vary', 'batch=1..64')).code).toBe(130)
  })
})
