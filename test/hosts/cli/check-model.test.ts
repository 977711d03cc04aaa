// SPDX-License-Identifier: Apache-2.0
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { commandLine, MACHINE } from './command'
import { type Network, network } from './network'

const { run, file } = commandLine()
/** No figure ever exceeds it: what fails fails for another reason. */
const GENEROUS = ['--max-growth', '100000%']

function write(name: string, of: Network): string {
  writeFileSync(file(name), network(of))
  return name
}

async function check(model: string, ...args: string[]) {
  const { code, out } = await run('check', model, '--json', ...args)
  const { passed, findings, notes } = JSON.parse(out)
  const breached = findings.filter((finding: { accepted?: boolean }) => finding.accepted !== undefined)
  return { code, passed, notes, findings, breached: breached.map(({ limit }: { limit: string }) => limit) }
}

const gate = (model: string, ...args: string[]) => check(model, '--baseline', 'accepted.json', ...GENEROUS, ...args)

beforeAll(async () => {
  write('accepted.onnx', {})
  writeFileSync(file('accepted.json'), (await run('plan', 'accepted.onnx', ...MACHINE, '--json')).out)
})

describe('a model that is not the one that was accepted', () => {
  test.each<[string, Network, readonly string[]]>([
    ['twice the size', { size: [1, 3, 64, 64] }, ['sizes']],
    ['half the size', { size: [1, 3, 16, 16] }, ['sizes']],
    ['another batch', { size: [2, 3, 32, 32] }, ['sizes']],
    ['an open size', { size: [1, 3, null, null] }, ['sizes']],
    ['another name of the input', { input: 'image' }, ['inputs']],
    ['one operation more', { between: 'Relu' }, ['operations']],
    ['an operation that nobody knows', { between: 'Mystery' }, ['operations', 'unknown']],
    ['other attributes', { padding: 0 }, ['operations']],
    ['wider layers', { channels: 16 }, ['weights']],
    ['weights of half the size', { half: true }, ['weights']],
  ])('does not pass with %s, unless that is accepted by name', async (title, of, expected) => {
    const model = write('changed.onnx', of)
    const held = await gate(model)
    expect({ title, ...held }).toMatchObject({ code: 1, passed: false, breached: expected })
    for (const { limit, message } of held.findings) {
      if (expected.includes(limit)) expect(message).toContain(`--accept ${limit}`)
    }
    expect(await gate(model, '--accept', expected.join(','))).toMatchObject({ code: 0, breached: expected })
    const others = ['sizes', 'inputs', 'operations', 'weights', 'unknown'].filter((name) => !expected.includes(name))
    expect(await gate(model, ...others.flatMap((name) => ['--accept', name]))).toMatchObject({ code: 1 })
  })

  test('passes with other values of its weights, which need the same memory', async () => {
    expect(await gate(write('retrained.onnx', { fill: 1 }))).toMatchObject({ code: 0, breached: [] })
  })

  test('is planned at its own size, not at the baseline’s', async () => {
    const model = write('larger.onnx', { size: [1, 3, 64, 64] })
    const total = JSON.parse((await run('plan', model, ...MACHINE, '--json')).out).entries[0].plan.totalBytes
    const { findings } = await gate(model, '--max-peak', String(total - 1))
    expect(findings[0]).toMatchObject({ limit: 'maxPeak', passed: false })
    expect((await gate(model, '--max-peak', String(total))).findings[0]).toMatchObject({ passed: true })
  })

  test('is planned at the size that the baseline was given, where the file declares the same', async () => {
    const small = (await run('plan', 'accepted.onnx', '-s', '1x3x16x16', ...MACHINE, '--json')).out
    writeFileSync(file('small.json'), small)
    const args = ['--baseline', 'small.json', '--max-growth', '0%']
    expect(await check(write('again.onnx', { fill: 1 }), ...args)).toMatchObject({ code: 0, breached: [] })
    expect(await check('again.onnx', ...args, '-s', '1x3x32x32')).toMatchObject({ code: 1, breached: ['sizes'] })
  })

  test('says what a baseline of an earlier version does not tell, and compares the rest', async () => {
    const old = JSON.parse(readFileSync(file('accepted.json'), 'utf8'))
    delete old.models[0].warnings
    for (const input of old.models[0].inputs) {
      delete input.declaredDims
      delete input.dtype
    }
    for (const node of old.models[0].nodes) for (const member of ['from', 'weights', 'attributes']) delete node[member]
    writeFileSync(file('old.json'), JSON.stringify(old))
    const against = (model: string) => check(model, '--baseline', 'old.json', ...GENEROUS)
    expect((await against('accepted.onnx')).notes.join()).not.toContain('Not compared')
    const retrained = await against(write('retrained.onnx', { fill: 1 }))
    expect(retrained).toMatchObject({ code: 0 })
    expect(retrained.notes[0]).toMatch(/^Not compared.*attributes of operations, shapes and types of weights/)
    const of = async (changed: Network) => (await against(write('changed.onnx', changed))).breached
    expect(await of({ size: [1, 3, 64, 64] })).toEqual(['sizes'])
    expect(await of({ between: 'Relu' })).toEqual(['operations'])
    expect(await of({ channels: 16 })).toEqual(['weights'])
  })
})

describe('what is not known', () => {
  test('fails a budget, and every figure of it says “at least”', async () => {
    const model = write('unknown.onnx', { between: 'Mystery' })
    const budget = ['--max-peak', '1GB']
    const held = await check(model, ...MACHINE, ...budget)
    expect(held).toMatchObject({ code: 1, breached: ['unknown'] })
    expect(held.findings[0]).toMatchObject({ limit: 'maxPeak', passed: false })
    expect(held.findings[0].message).toContain('is at least ')
    expect(await check(model, ...budget, '--accept', 'unknown')).toMatchObject({ code: 0 })
  })

  test('is asked for where the file leaves sizes open', async () => {
    const model = write('open.onnx', { size: [1, 3, null, null] })
    const budget = ['--max-peak', '1GB']
    expect(await check(model, ...budget)).toMatchObject({ code: 1, breached: ['assumed-sizes'] })
    expect(await check(model, ...budget, '--accept', 'assumed-sizes')).toMatchObject({ code: 0 })
    expect(await check(model, ...budget, '-s', '1x3x32x32')).toMatchObject({ code: 0, breached: [] })
  })

  test.each([
    ['missing', null],
    ['too short', 8],
  ])('fails where weights are %s, which plan and compare say as well', async (kind, bytes) => {
    const weightsFile = bytes === null ? 'gone.bin' : 'short.bin'
    if (bytes !== null) writeFileSync(file(weightsFile), new Uint8Array(bytes))
    const model = write('external.onnx', { weightsFile })
    const budget = ['--max-peak', '1GB']
    const held = await check(model, ...budget)
    expect(held).toMatchObject({ code: 1, breached: ['missing-weights'] })
    expect(held.findings[1].message).toContain(`${weightsFile} is ${kind}`)
    expect(await check(model, ...budget, '--accept', 'missing-weights')).toMatchObject({ code: 0 })
    const said = `The weights file ${weightsFile} is ${kind}`
    expect((await run('plan', model)).out).toContain(said)
    expect((await run('plan', model, '--csv')).err).toContain(said)
    expect((await run('compare', model, 'mnn-1.0.1', 'mnn-2.8.1')).out).toContain(said)
    const saved = await run('plan', model, '--json')
    writeFileSync(file('external.json'), saved.out)
    expect(await check('external.json', ...budget)).toMatchObject({ code: 1, breached: ['missing-weights'] })
  })
})

describe('what a check tells', () => {
  test('are the notes of plan, in every form', async () => {
    const plan = JSON.parse((await run('plan', 'accepted.onnx', ...MACHINE, '--json')).out).entries[0].plan
    const notes: string[] = plan.notes.map(({ text }: { text: string }) => text)
    expect(notes.length).toBeGreaterThan(5)
    const args = [...MACHINE, '--max-peak', '1GB', '--junit', 'notes.xml', '--summary', 'notes.md']
    const { out } = await run('check', 'accepted.onnx', ...args)
    const plain = (text: string) => text.replace(/\\/g, '').replace(/&apos;/g, '’')
    const [junit, markdown] = ['notes.xml', 'notes.md'].map((name) => plain(readFileSync(file(name), 'utf8')))
    const told = (await check('accepted.onnx', ...MACHINE, '--max-peak', '1GB')).notes
    for (const note of notes) {
      expect(out).toContain(note)
      expect(told).toContain(note)
      expect(junit).toContain(note)
      expect(markdown).toContain(note)
    }
  })

  test('a name that --accept does not know is a wrong command line', async () => {
    const wrong = await run('check', 'accepted.onnx', '--max-peak', '1GB', '--accept', 'sizes,anything')
    expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('“anything”') })
    expect(wrong.err).toContain('missing-weights')
  })
})

const CASES = resolve(import.meta.dirname, '../../../../shared/cases')
const here = existsSync(CASES)

describe.skipIf(!here)(`public cases${here ? '' : ' (skipped: ../shared/cases is not there)'}`, () => {
  const baseline = ['--baseline', join(CASES, 'ci-reexport/accepted.json'), '--max-growth', '5%']
  const at = (name: string) => join(CASES, name, 'model.onnx')

  test.each([
    ['ci-reexport/v1', 0, []],
    ['ci-reexport/v2-larger-input', 1, ['sizes']],
    ['ci-reexport/v3-custom-op', 1, ['operations', 'unknown']],
  ])('%s ends with %i', async (name, code, breached) => {
    expect(await check(at(name), ...baseline)).toMatchObject({ code, breached })
  })

  test.each([
    [at('netron-1387-external-missing'), 'missing-weights'],
    [at('netron-1387-external-short'), 'missing-weights'],
    [join(CASES, 'netron-1353-control-flow/if.onnx'), 'unknown'],
  ])('%s fails for %s', async (path, condition) => {
    const { code, breached } = await check(path, '--max-peak', '1GB')
    expect({ code, breached }).toMatchObject({ code: 1, breached: expect.arrayContaining([condition]) })
  })
})
