// SPDX-License-Identifier: Apache-2.0
import { readFileSync, writeFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import { readDocument } from '#core/document/read'
import { inferShapes } from '#core/model/infer-shapes'
import { openModel } from '#core/model/open'
import { createPlan } from '#core/planning/plan'
import { english } from '#messages/say'
import { CLASSIFIER, commandLine, MACHINE } from './command'

const { run, file } = commandLine()

async function plannedClassifier(profile: string) {
  const opened = await openModel(CLASSIFIER)
  if (!opened.ok) throw new Error(english(opened.problem.message))
  const shaped = inferShapes(opened.value.model, {})
  if (!shaped.ok) throw new Error(english(shaped.problem.message))
  const configuration = { profile, settings: { memory: 'low' }, threads: 4, isa: 'avx2' } as const
  const { fileBytes } = opened.value
  const plan = createPlan({ modelId: 'm', shaped: shaped.value, fileBytes, configuration, catalog: null })
  if (!plan.ok) throw new Error(english(plan.problem.message))
  return plan.value
}

/** Tables without the sentences below them, which are other modules' business. */
const tables = (text: string) => `${text.slice(0, text.indexOf('\n', text.lastIndexOf('\nTotal') + 1))}\n`

describe('plan --arena', () => {
  test('tells where everything lies, up to the pool that the totals have', async () => {
    const { code, out } = await run('plan', CLASSIFIER, '-p', 'mnn-2.8.1', ...MACHINE, '--arena', '--csv')
    expect(code).toBe(0)
    const rows = parse(out, { columns: true }) as Record<string, string>[]
    const tops = new Map<string, number>()
    for (const { pool = '', offset, heldBytes } of rows) {
      tops.set(pool, Math.max(tops.get(pool) ?? 0, Number(offset) + Number(heldBytes)))
    }
    const text = await run('plan', CLASSIFIER, '-p', 'mnn-2.8.1', ...MACHINE, '--arena')
    expect(text.out).toContain('The most in use at once is')
    const json = await run('plan', CLASSIFIER, '-p', 'mnn-2.8.1', ...MACHINE, '--json')
    const [{ plan }] = JSON.parse(json.out).entries
    const all = [...tops.values()].reduce((sum, top) => sum + top, 0)
    expect(all).toBe(plan.totals.activations + plan.totals.workspace)
    expect(rows.length).toBeGreaterThan(plan.steps.length)
  })
})

describe('inspect', () => {
  test.each(['sample:squeezenet', CLASSIFIER])('prints facts and convolutions of %s', async (model) => {
    const { code, out } = await run('inspect', model)
    expect(code).toBe(0)
    // The peak below is of this machine's default configuration.
    await expect(out.slice(0, out.indexOf('\nUnder '))).toMatchFileSnapshot(
      `golden/inspect-${model.replace(/^.*[:/]/, '')}.txt`,
    )
  })

  test('gives the same as JSON and as CSV, all layers where asked', async () => {
    const json = JSON.parse((await run('inspect', CLASSIFIER, '--json', '--all')).out)
    const rows = parse<Record<string, string>>((await run('inspect', CLASSIFIER, '--csv', '--all')).out, {
      columns: true,
    })
    expect(rows.map((row) => row['name'])).toEqual(json.layers.map((layer: { name: string }) => layer.name))
    expect(rows.length).toBeGreaterThan(json.layers.filter(({ op }: { op: string }) => op === 'Conv').length)
    expect(json.sha256).toMatch(/^[0-9a-f]{64}$/)
  })
})

describe('plan', () => {
  test('prints the decisions and totals', async () => {
    const { code, out } = await run('plan', CLASSIFIER, '-p', 'mnn-2.8.1', '-m', 'low', ...MACHINE)
    expect(code).toBe(0)
    await expect(tables(out)).toMatchFileSnapshot('golden/plan-classifier.txt')
  })

  test('tells what an engine holds from load to a second run where that changes, and no such list where it stays', async () => {
    const { out } = await run('plan', CLASSIFIER, '-p', 'ncnn-20260526', ...MACHINE)
    expect(out).toMatch(/from load to a second run\nWhile it loads +\d.*\nLoaded +\d.*\nIn the first run +\d/)
    const steady = (await run('plan', CLASSIFIER, '-p', 'mnn-2.8.1', ...MACHINE)).out
    expect(steady).not.toContain('second run')
  })

  test('gives the plan’s exact bytes as JSON, a document that can be read again, and as CSV', async () => {
    const plan = await plannedClassifier('mnn-1.0.1')
    const args = ['plan', CLASSIFIER, '-p', 'mnn-1.0.1', '-m', 'low', ...MACHINE]
    const document = readDocument((await run(...args, '--json')).out, 'out')
    expect(document).toMatchObject({ ok: true, value: { entries: [{ plan: { totalBytes: plan.totalBytes } }] } })
    const rows = parse<Record<string, string>>((await run(...args, '--csv')).out, { columns: true })
    const layers = rows.filter((row) => row['node'] !== '')
    const bytes = (row: Record<string, string>) => row['packed_weights_modelled_bytes'] ?? ''
    expect(layers.map(bytes)).toEqual(plan.decisions.map(({ packedWeightBytes }) => `${packedWeightBytes ?? ''}`))
    expect(layers.map((row) => row['algorithm'])).toEqual(plan.decisions.map(({ algorithm }) => algorithm ?? ''))
    // The column adds up to the total, which is below it.
    const [total] = rows.splice(-1)
    expect(rows.reduce((sum, row) => sum + Number(bytes(row)), 0)).toBe(plan.totals.packedWeights)
    expect(Number(bytes(total ?? {}))).toBe(plan.totals.packedWeights)
  })

  test('takes input shapes, by name or of the only input', async () => {
    const shaped = async (...shape: string[]) =>
      JSON.parse((await run('plan', 'sample:squeezenet', '--json', ...MACHINE, ...shape)).out).models[0].inputs[0].dims
    expect(await shaped()).toEqual([1, 3, 224, 224])
    expect(await shaped('-s', '1x3x160x96')).toEqual([1, 3, 160, 96])
    expect(await shaped('-s', 'data=2x3x160x96')).toEqual([2, 3, 160, 96])
    const wrong = await run('plan', 'sample:squeezenet', '-s', 'image=1x3x9x9')
    expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('it has data') })
  })

  test('takes a device and build by name; what is said beside it holds', async () => {
    const planned = async (...args: string[]) =>
      JSON.parse((await run('plan', 'sample:squeezenet', '-t', '2', '--json', ...args)).out).entries[0].configuration
    const half = { profile: 'mnn-3.6.1', threads: 2, isa: 'arm64-fp16', settings: { precision: 'low' } }
    expect(await planned('-p', 'mnn-3.6.1', '--target', 'phone-half')).toEqual(half)
    expect(await planned('-p', 'mnn-3.6.1', '--target', 'phone-low-memory')).toMatchObject({
      profile: 'mnn-3.6.1-low-memory',
      isa: 'arm64',
      settings: {},
    })
    const said = await planned('-p', 'mnn-3.6.1', '--target', 'phone-half', '--isa', 'arm64', '--memory', 'low')
    expect(said).toMatchObject({ isa: 'arm64', settings: { memory: 'low' } })
    const older = await run('plan', 'sample:squeezenet', '-p', 'mnn-2.5.3', '--target', 'x86-low-memory')
    expect(older).toMatchObject({ code: 2, err: expect.stringContaining('phone') })
  })

  test('explains one layer with every candidate', async () => {
    const { out } = await run(
      'plan',
      'sample:squeezenet',
      '-p',
      'mnn-2.8.1',
      ...MACHINE,
      '--explain',
      'fire2.expand3x3',
    )
    for (const word of ['Winograd unit 6', 'Winograd unit 2', 'tiled', 'chosen', 'rejected'])
      expect(out).toContain(word)
    expect(out).toContain('Model’s total')
    expect(out).not.toContain('Alive then')
    const both = await run('plan', 'sample:squeezenet', ...MACHINE, '--explain', 'fire2.expand3x3', '--peak')
    expect(both.out).toMatch(/Candidate.*Most memory at .*Alive then/s)
    expect(out).toMatch(/tiled im2col: .*Forcing it changes the model’s total: packed weights −/)
    const missing = await run('plan', 'sample:squeezenet', ...MACHINE, '--explain', 'fire99')
    expect(missing).toMatchObject({ code: 3, err: expect.stringContaining('“fire99”') })
  })

  test('forces algorithms, the last override winning, and refuses what cannot be', async () => {
    const forced = ['--override', '*expand3x3=tiled', '--override', 'fire2.expand3x3=winograd:4']
    const { out } = await run('plan', 'sample:squeezenet', '-p', 'mnn-2.8.1', ...MACHINE, ...forced, '--csv')
    const chosen = new Map(parse<Record<string, string>>(out, { columns: true }).map((row) => [row['name'], row]))
    expect(chosen.get('fire3.expand3x3')?.['algorithm']).toBe('tiled')
    expect(chosen.get('fire2.expand3x3')).toMatchObject({ algorithm: 'winograd', winograd_unit: '4' })
    const impossible = await run(
      'plan',
      'sample:squeezenet',
      '-p',
      'mnn-2.8.1',
      ...MACHINE,
      '--override',
      'conv1=winograd',
    )
    expect(impossible).toMatchObject({ code: 3, err: expect.stringContaining('conv1') })
    expect(await run('plan', 'sample:squeezenet', '--override', 'conv1=fastest')).toMatchObject({ code: 2 })
  })
})

describe('compare', () => {
  test('prints the story, the totals and the layers that change', async () => {
    const { code, out } = await run(
      'compare',
      'sample:squeezenet',
      'mnn-1.0.1,memory=low',
      'mnn-2.8.1',
      '-m',
      'low',
      ...MACHINE,
    )
    expect(code).toBe(0)
    await expect(out).toMatchFileSnapshot('golden/compare-squeezenet.txt')
  })

  test('of two saved documents says what the comparison of their configurations says', async () => {
    for (const profile of ['mnn-1.0.1', 'mnn-2.8.1']) {
      const { out } = await run('plan', CLASSIFIER, '-p', profile, '-m', 'low', ...MACHINE, '--json')
      writeFileSync(file(`${profile}.json`), out)
    }
    const saved = await run('compare', 'mnn-1.0.1.json', 'mnn-2.8.1.json')
    const made = await run('compare', CLASSIFIER, 'mnn-1.0.1', 'mnn-2.8.1', '-m', 'low', ...MACHINE)
    const mixed = await run('compare', CLASSIFIER, 'mnn-1.0.1.json', 'mnn-2.8.1,memory=low', ...MACHINE)
    expect(saved).toEqual(made)
    expect(mixed).toEqual(made)
    const a = await plannedClassifier('mnn-1.0.1')
    const b = await plannedClassifier('mnn-2.8.1')
    const json = JSON.parse((await run('compare', 'mnn-1.0.1.json', 'mnn-2.8.1.json', '--json')).out)
    expect(json.delta.modelled.total).toBe(b.totalBytes - a.totalBytes)
    const rows = parse<Record<string, string>>(
      (await run('compare', 'mnn-1.0.1.json', 'mnn-2.8.1.json', '--csv')).out,
      {
        columns: true,
      },
    )
    const total = rows.find((row) => row['record'] === 'total' && row['name'] === 'total')
    expect(Number(total?.['total_delta_modelled_bytes'])).toBe(b.totalBytes - a.totalBytes)
  })

  test('needs two things, and a model for a configuration', async () => {
    expect(await run('compare', CLASSIFIER, 'mnn-1.0.1')).toMatchObject({ code: 2 })
    writeFileSync(file('one.json'), (await run('plan', CLASSIFIER, ...MACHINE, '--json')).out)
    const without = await run('compare', 'one.json', 'mnn-1.0.1')
    expect(without).toMatchObject({ code: 2, err: expect.stringContaining('needs a model') })
    const unknown = await run('compare', CLASSIFIER, 'mnn-1.0.1', 'mnn-2.8.1,speed=high')
    expect(unknown).toMatchObject({ code: 2, err: expect.stringContaining('speed=high') })
  })
})

describe('export', () => {
  test('puts configurations into one document, whose entries have names', async () => {
    const { code, err } = await run('export', CLASSIFIER, 'mnn-1.0.1', 'mnn-3.6.1', ...MACHINE, '-o', 'both.json')
    expect({ code, err }).toEqual({ code: 0, err: 'Saved both.json\n' })
    const document = JSON.parse(readFileSync(file('both.json'), 'utf8'))
    const labels = document.entries.map(({ label }: { label: string }) => label)
    expect(labels).toEqual(['MNN 1.0.1, memory normal, 4 threads, AVX2', 'MNN 3.6.1, memory normal, 4 threads, AVX2'])
    const { out } = await run('compare', `both.json#${labels[0]}`, `both.json#${labels[1]}`)
    expect(out).toContain(`B  ${labels[1]}`)
    expect(await run('compare', 'both.json#x', 'both.json')).toMatchObject({
      code: 3,
      err: expect.stringContaining(labels[0]),
    })
  })

  test('refuses to write where it cannot', async () => {
    const unwritable = await run('export', CLASSIFIER, 'mnn-1.0.1', ...MACHINE, '-o', 'no/such/folder.json')
    expect(unwritable).toMatchObject({ code: 3, err: expect.stringContaining('no/such/folder.json') })
  })

  test('puts plans of two models into one document, each with its own', async () => {
    writeFileSync(file('a.json'), (await run('plan', CLASSIFIER, ...MACHINE, '--json')).out)
    writeFileSync(file('b.json'), (await run('plan', 'sample:squeezenet', ...MACHINE, '--json')).out)
    const [a, b] = ['a.json', 'b.json'].map((name) => JSON.parse(readFileSync(file(name), 'utf8')))
    const { models, entries } = JSON.parse((await run('export', 'a.json', 'b.json')).out)
    expect(models).toEqual([...a.models, ...b.models])
    expect(entries).toEqual([a.entries[0], { ...b.entries[0], model: 1 }])
  })
})

describe('report', () => {
  test('is one page with every configuration and a verdict where a limit is given', async () => {
    const args = ['report', 'sample:squeezenet', 'mnn-1.0.1', 'mnn-2.8.1', '-m', 'low', ...MACHINE]
    const { code, out } = await run(...args, '--max-growth', '5%')
    expect(code).toBe(0)
    expect(out).toMatch(/^<!doctype html>/)
    for (const word of ['fire10.expand3x3', 'MNN 1.0.1', 'MNN 2.8.1', '<svg']) expect(out).toContain(word)
    expect(out).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)/)
    expect((await run(...args)).out.length).toBeLessThan(out.length)
    const inEnglish = await run(...args, '--max-growth', '5MiB', '--language', 'en')
    expect(inEnglish.out).toContain('growth of at most 5.0 MiB')
  })

  test('has the releases of the engine where they are asked for', async () => {
    const args = ['report', CLASSIFIER, 'mnn-1.0.1', 'mnn-2.8.1', ...MACHINE, '--language', 'en']
    const { code, out } = await run(...args, '--releases')
    expect(code).toBe(0)
    // In the modes that are worth seeing, as none is named; each with the rule of a release in between.
    for (const words of ['memory low · 4 threads · AVX2, in every release', '2.7.0'])
      expect(out.includes(words)).toBe(true)
    expect((await run(...args)).out.includes('2.7.0')).toBe(false)
    const named = await run(...args, '--memory', 'normal', '--releases')
    expect(named.out.includes('memory low')).toBe(false)
    const saved = file('saved.json')
    writeFileSync(saved, (await run('plan', CLASSIFIER, '-p', 'mnn-2.8.1', ...MACHINE, '--json')).out)
    expect((await run('report', saved, '--releases')).code).toBe(2)
  })

  test('is in the language that is asked for, else in that of the window', async () => {
    const args = ['report', CLASSIFIER, 'mnn-2.8.1', ...MACHINE]
    expect((await run(...args, '--language', 'zh-CN')).out).toContain('<html lang="zh-CN">')
    writeFileSync(file('settings.json'), JSON.stringify({ language: 'zh-CN' }))
    expect((await run(...args)).out).toContain('<h2>原因</h2>')
    writeFileSync(file('settings.json'), JSON.stringify({ language: 'en' }))
    expect((await run(...args)).out).toContain('<h2>Why</h2>')
    expect((await run(...args, '--language', 'fr')).code).toBe(2)
  })
})
