// SPDX-License-Identifier: Apache-2.0
import { writeFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import { commandLine, MACHINE } from './command'
import { network } from './network'

const { run, file } = commandLine()
const SIDES = ['mnn-1.0.1', 'mnn-2.8.1', 'mnn-3.6.1,memory=low'] as const

describe('compare', () => {
  test('holds any number of sides against the first, each by its letter', async () => {
    const { code, out } = await run('compare', 'sample:squeezenet', ...SIDES, 'mnn-1.0.1,threads=1', ...MACHINE)
    expect(code).toBe(0)
    for (const letter of ['B', 'C', 'D']) {
      expect(out).toContain(`${letter} against A`)
      expect(out).toContain(`${letter} - A`)
    }
    expect(out).toMatch(/^D {2}MNN 1\.0\.1.*1 thread/m)
    expect(out).not.toContain('E against A')
  })

  test('gives each side as JSON and as CSV, with the same figures as alone', async () => {
    const args = ['sample:squeezenet', ...MACHINE, '--json']
    const several = JSON.parse((await run('compare', ...args.slice(0, 1), ...SIDES, ...args.slice(1))).out)
    expect(several.comparisons.map(({ b }: { b: { letter: string } }) => b.letter)).toEqual(['B', 'C'])
    const alone = JSON.parse((await run('compare', args[0] ?? '', SIDES[0], SIDES[2], ...args.slice(1))).out)
    expect(several.comparisons[1].delta).toEqual(alone.delta)
    const csv = (await run('compare', 'sample:squeezenet', ...SIDES, ...MACHINE, '--csv')).out
    const rows = parse<Record<string, string>>(csv, { columns: true })
    const total = (side: string) => rows.find((row) => row['side'] === side && row['name'] === 'total')
    expect(Number(total('C')?.['total_delta_modelled_bytes'])).toBe(alone.delta.modelled.total)
    expect(Number(total('B')?.['total_delta_modelled_bytes'])).toBe(several.comparisons[0].delta.modelled.total)
  })

  test('has one row for layers that are alike, and all of them with --all', async () => {
    const args = ['sample:iresnet100', 'mnn-1.0.1', 'mnn-2.8.1', '--memory', 'low', ...MACHINE]
    const grouped = (await run('compare', ...args)).out
    expect(grouped).toMatch(/^58 layers, 256→256 3×3 to 14×14 +tiled im2col +Winograd unit 4 +\+390\.5 MiB/m)
    expect(grouped).not.toMatch(/^stage3\.2\.conv1/m)
    const all = (await run('compare', ...args, '--all')).out
    expect(all).toMatch(/^stage3\.2\.conv1 /m)
    expect(all).not.toContain('58 layers')
  })

  test('holds no total against one of which parts are unknown, which is at least what it says', async () => {
    writeFileSync(file('whole.onnx'), network())
    writeFileSync(file('custom.onnx'), network({ between: 'MyOp' }))
    for (const sides of [
      ['whole.onnx', 'custom.onnx'],
      ['custom.onnx', 'whole.onnx'],
    ]) {
      const args = [...sides, '-p', 'mnn-2.8.1', ...MACHINE]
      const { out } = await run('compare', ...args)
      expect(out).toContain('so that how they differ is not known')
      expect(out).toMatch(/^Total +.*at least [\d.,]+ .iB.* unknown/m)
      expect(out).not.toContain('the same memory')
      const { a, b } = JSON.parse((await run('compare', ...args, '--json')).out)
      expect([a.modelled.atLeast, b.modelled.atLeast]).toEqual(sides.map((side) => side === 'custom.onnx'))
      expect((await run('compare', ...args, '--csv')).out).toMatch(/total is,at least/)
    }
    const { out } = await run('compare', 'custom.onnx', 'mnn-1.0.1', 'mnn-2.8.1', 'mnn-3.6.1', ...MACHINE)
    expect(out).toMatch(/^B .*at least .* unknown/m)
  })

  test('takes other models as sides, and says what they have otherwise', async () => {
    writeFileSync(file('before.onnx'), network())
    writeFileSync(file('after.onnx'), network({ between: 'Relu', size: [1, 3, 64, 64] }))
    const { code, out } = await run('compare', 'before.onnx', 'after.onnx', '-p', 'mnn-2.8.1', ...MACHINE)
    expect(code).toBe(0)
    expect(out).toContain('A and B are of different models: before.onnx (SHA-256 ')
    expect(out).toContain('2 operations are the same, 1 is added.')
    expect(out).toContain('The input “x” is 1×3×64×64 instead of 1×3×32×32.')
    expect(out).toMatch(/^added +between +Relu/m)
    const json = JSON.parse((await run('compare', 'before.onnx', 'after.onnx', '--json')).out)
    expect(json.models.counts).toEqual({ same: 2, changed: 0, added: 1, removed: 0 })
    const one = JSON.parse((await run('compare', 'before.onnx', 'mnn-1.0.1', 'mnn-2.8.1', '--json')).out)
    expect(one.models).toBeNull()
  })

  test('refuses fewer than two and more than it has letters for', async () => {
    expect(await run('compare', 'sample:squeezenet', 'mnn-2.8.1')).toMatchObject({ code: 2 })
    expect(await run('compare', 'sample:squeezenet')).toMatchObject({ code: 2 })
    writeFileSync(file('one.json'), (await run('plan', 'sample:squeezenet', ...MACHINE, '--json')).out)
    const many = await run('compare', ...Array.from({ length: 21 }, () => 'one.json'))
    expect(many).toMatchObject({ code: 2, err: expect.stringContaining('No more than 20') })
  })
})
