// SPDX-License-Identifier: Apache-2.0
import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import { CLASSIFIER, commandLine, MACHINE } from './command'

const { run } = commandLine()
const sessions = (...options: string[]) => run('sessions', 'sample:squeezenet', ...MACHINE, ...options)

describe('sessions', () => {
  test('prints what each session adds in every way of making them, with the rule', async () => {
    const { code, out } = await sessions('--count', '3', '--profile', 'mnn-3.6.1')
    expect(code).toBe(0)
    expect(out).toMatch(/^ +3 +\d+\.\d+ MiB +\+\d/m)
    expect(out).toContain('On one runtime: Weights are packed again for each session; activations')
  })

  test('gives programs the bytes of every session, of several models too', async () => {
    const both = ['sessions', 'sample:squeezenet', CLASSIFIER, ...MACHINE, '-c', '2', '--profile', 'mnn-2.8.1']
    const document = JSON.parse((await run(...both, '--json')).out)
    const models = document.ways[0].sessions.map(({ model }: { model: string }) => model)
    expect(new Set(models).size).toBe(2)
    expect(models[0]).toBe(models[1])
    const rows = parse<Record<string, string>>((await run(...both, '--csv')).out, { columns: true })
    expect(rows.map(({ total }) => Number(total))).toEqual(
      document.ways.flatMap((way: { sessions: { totalBytes: number }[] }) =>
        way.sessions.map((each) => each.totalBytes),
      ),
    )
  })

  test('refuses more than can be planned', async () => {
    expect((await sessions('--count', '65')).code).toBe(2)
    expect((await run('sessions', CLASSIFIER, CLASSIFIER, '-c', '40')).code).toBe(2)
    expect((await run('sessions', 'missing.onnx')).code).toBe(3)
  })
})
