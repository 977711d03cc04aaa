// SPDX-License-Identifier: Apache-2.0
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { commandLine, MACHINE } from './command'

const { run, file } = commandLine()
const MODEL = 'sample:squeezenet'

beforeAll(async () => {
  const { out } = await run('plan', MODEL, '-p', 'mnn-1.0.1', '-m', 'low', ...MACHINE, '-s', '1x3x192x192', '--json')
  writeFileSync(file('accepted.json'), out)
})

async function totalBytes(...args: string[]): Promise<number> {
  return JSON.parse((await run('plan', MODEL, ...args, '--json')).out).entries[0].plan.totalBytes
}

describe('check', () => {
  test('passes up to the limit to the byte, and fails beyond it', async () => {
    const total = await totalBytes('-p', 'mnn-2.8.1', ...MACHINE)
    const at = (limit: number) => run('check', MODEL, '-p', 'mnn-2.8.1', ...MACHINE, '--max-peak', String(limit))
    expect((await at(total)).code).toBe(0)
    expect((await at(total - 1)).code).toBe(1)
  })

  test('takes what it is not told from the baseline, and measures growth against it', async () => {
    const same = ['-m', 'low', ...MACHINE, '-s', '1x3x192x192']
    const before = await totalBytes('-p', 'mnn-1.0.1', ...same)
    const after = await totalBytes('-p', 'mnn-2.8.1', ...same)
    const grown = after - before
    expect(grown).toBeGreaterThan(0)
    const at = (limit: string) =>
      run('check', MODEL, '--baseline', 'accepted.json', '-p', 'mnn-2.8.1', '--max-growth', limit)
    expect((await at(String(grown))).code).toBe(0)
    expect((await at(String(grown - 1))).code).toBe(1)
    expect((await at(`${((grown / before) * 100 + 0.1).toFixed(1)}%`)).code).toBe(0)
    expect((await at(`${((grown / before) * 100 - 0.1).toFixed(1)}%`)).code).toBe(1)
  })

  test('is at rest where nothing changed', async () => {
    const { code, out } = await run('check', MODEL, '--baseline', 'accepted.json', '--max-growth', '0%')
    expect({ code, pass: out.includes('pass') }).toEqual({ code: 0, pass: true })
  })

  test('prints the layers that a limit was broken by, those that grew most first', async () => {
    const { out } = await run('check', MODEL, '--baseline', 'accepted.json', '-p', 'mnn-2.8.1', '--max-growth', '5%')
    const beforeNotes = `${out.slice(0, out.lastIndexOf('\n\n'))}\n`
    await expect(beforeNotes).toMatchFileSnapshot('golden/check-squeezenet.txt')
  })

  test('gives the same as JSON', async () => {
    const { code, out } = await run('check', MODEL, ...MACHINE, '--max-peak', '1MB', '--json')
    const { passed, findings } = JSON.parse(out)
    expect({ code, passed }).toEqual({ code: 1, passed: false })
    expect(findings[0].message).toContain('over the limit of 1MB')
    expect(findings[0].layers).toHaveLength(10)
  })

  test('writes JUnit XML that is well-formed and counts what failed', async () => {
    await run(
      'check',
      MODEL,
      ...MACHINE,
      '--max-peak',
      '1MB',
      '--baseline',
      'accepted.json',
      '--max-growth',
      '900%',
      '--junit',
      'j.xml',
    )
    const xml = readFileSync(file('j.xml'), 'utf8')
    expect(xml).toMatch(/<testsuite name="Memory of squeezenet.onnx" tests="2" failures="1"/)
    expect(xml.match(/<failure /g)).toHaveLength(1)
    const script = 'import sys, xml.dom.minidom as m; print(len(m.parse(sys.argv[1]).getElementsByTagName("testcase")))'
    const { error, stdout } = spawnSync('python3', ['-c', script, file('j.xml')], { encoding: 'utf8' })
    if (error === undefined) expect(stdout.trim()).toBe('2')
  })

  test('annotates for GitHub: one line a limit, with nothing that would end the command', async () => {
    const { out } = await run('check', MODEL, ...MACHINE, '--max-peak', '1MB', '--github')
    expect(out.trimEnd().split('\n')).toHaveLength(1)
    expect(out).toMatch(/^::error title=Convscope maxPeak%3A [^:,]*(?:%2C[^:,]*)*::The modelled total/)
  })

  test('annotates the file that was checked, with the ten layers that grew most', async () => {
    const { out } = await run('plan', 'sample:iresnet100', '-p', 'mnn-1.0.1', '-m', 'low', ...MACHINE, '--json')
    writeFileSync(file('large.json'), out)
    writeFileSync(file('after,%.json'), (await run('plan', 'sample:iresnet100', ...MACHINE, '--json')).out)
    const args = ['--baseline', 'large.json', '--max-growth', '5%', '--github', '--summary', 'summary.md']
    const annotated = (await run('check', 'after,%.json', ...args)).out
    expect(annotated).toMatch(/^::error file=after%2C%25\.json,title=/)
    const lines = annotated.split('%0A')
    expect(lines).toHaveLength(12)
    const grown = JSON.parse((await run('check', 'after,%.json', ...args.slice(0, 4), '--json')).out).findings[0].layers
    expect(lines[1]).toContain(grown[0].name)
    expect(lines[11]).toBe(`and ${grown.length - 10} more layers\n`)
  })

  test('appends Markdown, a table of layers a limit, in which names are text', async () => {
    writeFileSync(file('summary.md'), '# Before\n')
    const text = (await run('plan', MODEL, ...MACHINE, '--json')).out.replaceAll('fire10.expand3x3', 'a|b<img>_c_')
    writeFileSync(file('named.json'), text)
    await run('check', 'named.json', '--max-peak', '1MB', '--summary', 'summary.md')
    await run('check', 'named.json', '--max-peak', '1GB', '--summary', 'summary.md')
    const summary = readFileSync(file('summary.md'), 'utf8')
    expect(summary).toMatch(/^# Before\n### Memory of squeezenet\.onnx\n/)
    expect(summary.match(/^[✅❌]/gmu)).toEqual(['❌', '✅'])
    const rows = summary.split('\n').filter((line) => line.startsWith('|'))
    expect(rows).toHaveLength(12)
    expect(rows[2]).toMatch(/^\| a\\\|b\\<img\\>\\_c\\_ \| [^|]+ \| [^|]+ \| [^|]+ \|$/)
  })

  test('holds a saved document against limits as well', async () => {
    expect(await run('check', 'accepted.json', '--max-peak', '1GB')).toMatchObject({ code: 0 })
    const measured = await run('check', 'accepted.json', '--max-rss', '1GB')
    expect(measured).toMatchObject({ code: 1, out: expect.stringContaining('nothing was run') })
  })

  test('says what is missing', async () => {
    expect(await run('check', MODEL)).toMatchObject({ code: 2 })
    expect(await run('check', MODEL, '--max-growth', '5%')).toMatchObject({ code: 2 })
    expect(await run('check', MODEL, '--max-peak', 'much')).toMatchObject({
      code: 2,
      err: expect.stringContaining('500MB'),
    })
    const gone = await run('check', MODEL, '--baseline', 'gone.json', '--max-growth', '5%')
    expect(gone).toMatchObject({ code: 3, err: expect.stringContaining('gone.json') })
  })
})
