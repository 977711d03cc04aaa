// SPDX-License-Identifier: Apache-2.0
import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Remedy } from '#contract/advice'
import { readDocument } from '#core/document/read'
import { dashed } from '#hosts/cli/setting-options'
import { english } from '#messages/say'
import { CLASSIFIER, commandLine, MACHINE } from './command'
import { network } from './network'

const { run, interrupted, file } = commandLine()

/** The total that `plan` gives for these options. */
async function planned(...options: string[]): Promise<number> {
  const document = readDocument((await run('plan', ...options, '--json')).out, 'plan')
  if (!document.ok) throw new Error(english(document.problem.message))
  return document.value.entries[0]?.plan.totalBytes ?? Number.NaN
}

function optionsOf({ configuration }: Remedy): string[] {
  if (configuration === null) return []
  const { profile, threads, isa, settings, overrides = [] } = configuration
  return [
    ...['-p', profile, '-t', String(threads), '--isa', isa],
    ...Object.entries(settings).flatMap(([id, value]) => [`--${dashed(id)}`, String(value)]),
    ...overrides.flatMap(({ layers, algorithm, unit }) => [
      '--override',
      `${layers}=${algorithm}${unit === undefined ? '' : `:${unit}`}`,
    ]),
  ]
}

const PRESENT = ['sample:squeezenet', '-p', 'mnn-2.8.1', '-m', 'low', ...MACHINE]

describe('advise', () => {
  test('says at least where parts are unknown, and of a budget that it may not be kept', async () => {
    writeFileSync(file('custom.onnx'), network({ between: 'MyOp' }))
    const args = ['custom.onnx', '-p', 'mnn-2.8.1', ...MACHINE]
    const { out } = await run('advise', ...args)
    expect(out).toMatch(/: at least [\d.]+ .iB modelled$/m)
    const budget = await run('advise', ...args, '--budget', '1MiB')
    expect(budget.out).toContain('at least')
    expect(budget.out).toContain('Parts are unknown or left out: whether it stays within the budget is not known.')
    const { atLeast, remedy } = JSON.parse((await run('advise', ...args, '--budget', '1MiB', '--json')).out)
    expect([atLeast, remedy.lowerBound]).toEqual([true, true])
    expect((await run('advise', ...PRESENT, '--budget', '1GiB')).out).not.toContain('unknown')
  })

  test('prints warnings, ranked remedies and the code of one', async () => {
    const { code, out, err } = await run('advise', ...PRESENT)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    await expect(out).toMatchFileSnapshot('golden/advise-squeezenet.txt')
    const second = await run('advise', ...PRESENT, '--code', '2')
    expect(second.out).toContain('-DMNN_LOW_MEMORY=ON')
    expect(out).not.toContain('cmake')
  })

  test('promises what “plan” says under every remedy’s options', async () => {
    const advice = JSON.parse((await run('advise', ...PRESENT, '--json')).out)
    const remedies: Remedy[] = advice.remedies
    const before = await planned(...PRESENT)
    expect(advice.totalBytes).toBe(before)
    expect(remedies.length).toBeGreaterThan(4)
    for (const remedy of remedies) {
      expect(before - remedy.totalBytes).toBe(remedy.savedBytes)
      if (remedy.configuration === null) continue
      expect(await planned('sample:squeezenet', ...optionsOf(remedy)), remedy.id).toBe(remedy.totalBytes)
    }
    expect(advice.lints[0].kind).toBe('setting-ignored')
    expect(advice.lints[0].layers[0].name).toBe('fire10.expand3x3')
  })

  test('finds choices within a budget, whose printed options “plan” then takes; says what is least', async () => {
    const budget = 16 * 2 ** 20
    const args = ['sample:squeezenet', '-p', 'mnn-2.8.1', ...MACHINE]
    expect(await planned(...args)).toBeGreaterThan(budget)
    const { code, out } = await run('advise', ...args, '--budget', '16MiB')
    expect(code).toBe(0)
    const overrides = [...out.matchAll(/--override '(.*)'/g)].flatMap(([, choice = '']) => ['--override', choice])
    expect(overrides.length).toBeGreaterThan(0)
    expect(await planned(...args, ...overrides)).toBeLessThanOrEqual(budget)
    const least = await run('advise', ...args, '--budget', '1kB')
    expect(least).toMatchObject({
      code: 3,
      out: '',
      err: expect.stringMatching(/squeezenet\.onnx fits 1kB: the least is/),
    })
  })

  test('ends at Ctrl+C, while it tries configurations or budgets', async () => {
    const cancelled = { code: 130, out: '', err: 'convscope: Planning was cancelled.\n' }
    expect(await interrupted('Planned', 'advise', ...PRESENT)).toMatchObject(cancelled)
    expect(await interrupted('Planned', 'advise', ...PRESENT, '--budget', '16MiB')).toMatchObject(cancelled)
  })

  test('“plan” tells the same warnings', async () => {
    const { out } = await run('plan', ...PRESENT)
    expect(out).toContain('warning  Memory mode low is asked for, but ')
    expect((await run('plan', 'sample:squeezenet', '-p', 'mnn-1.0.1', '-m', 'low', ...MACHINE)).out).not.toContain(
      'warning',
    )
  })
})

describe('export --node-data', () => {
  test('gives a figure of every convolution by the name of its output', async () => {
    const plan = readDocument((await run('plan', CLASSIFIER, '-p', 'mnn-2.8.1', ...MACHINE, '--json')).out, 'plan')
    const figures = plan.ok ? (plan.value.entries[0]?.plan.decisions ?? []) : []
    const args = ['export', CLASSIFIER, 'mnn-2.8.1', ...MACHINE, '--node-data']
    expect((await run(...args, 'workspace', '-o', 'ws.json')).code).toBe(0)
    const values = (text: string) =>
      Object.values<{ value: number }>(JSON.parse(text).main.results).map(({ value }) => value)
    expect(figures.length).toBeGreaterThan(10)
    expect(values(readFileSync(file('ws.json'), 'utf8'))).toEqual(figures.map(({ workspaceBytes }) => workspaceBytes))
    expect(values((await run(...args, 'packed')).out)).toEqual(figures.map((each) => each.packedWeightBytes))
  })

  test('needs a model and one configuration', async () => {
    for (const what of [['a.json'], [CLASSIFIER, 'mnn-1.0.1', 'mnn-2.8.1'], [CLASSIFIER, 'a.json']]) {
      expect(await run('export', ...what, '--node-data', 'packed')).toMatchObject({ code: 2, out: '' })
    }
    expect(await run('export', CLASSIFIER, '--node-data', 'colour')).toMatchObject({ code: 2 })
  })
})
