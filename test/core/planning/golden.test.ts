// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { evaluate } from '../../golden/evaluate'
import { fixtureRows } from './engines/mnn/golden-data'

const folder = mkdtempSync(join(tmpdir(), 'convscope-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function file(name: string, text: string | Buffer): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

const lines = (rows: readonly unknown[]) => rows.map((row) => JSON.stringify(row)).join('\n')
const convolutions = fixtureRows('mnn-conv-decisions.jsonl').flatMap((golden) =>
  golden.kind === 'convolution' ? [golden.row] : [],
)
const [first] = convolutions.filter(({ e, m }) => e === '3.6.1' && m === 'l')
if (first === undefined) throw new Error('the fixtures have no such row')

describe('npm run golden', () => {
  it('sums up every engine version and build in a line, whatever kinds of rows the files have', async () => {
    const [network] = fixtureRows('mnn-net-memory.jsonl')
    const files = [file('a.jsonl', lines([first, network?.row])), file('b.json', JSON.stringify([first]))]
    const { lines: report, met } = await evaluate(files, [])
    expect(met).toBe(true)
    expect(report.length).toBe(2)
    const line = report.find((text) => text.startsWith('3.6.1'))
    expect(line).toContain('2 rows, algorithm 2/2, unit 2/2, static exact 2/2, dynamic exact 2/2')
  })

  it('lists what is wrong, the worst first, and misses the target', async () => {
    const off = { ...first, sb: first.sb + 4 }
    const other = { ...first, a: 'unheard-of' }
    const { lines: report, met } = await evaluate([file('wrong.jsonl', lines([off, first, other]))], [])
    expect(met).toBe(false)
    expect(report[0]).toContain('algorithm 2/3, unit 3/3, static exact 2/3')
    expect(report[1]).toBe('2 measurements are not met; the worst:')
    expect(report[2]).toContain('unheard-of')
    expect(report[3]).toContain(`static ${first.sb}, measured ${first.sb + 4}`)
  })

  it('counts what no profile models as skipped and says so', async () => {
    const later = { ...first, e: '4.0.0' }
    const built = { ...first, b: 'avx2,onednn' }
    const session = {
      version: '2.8.1',
      model: 'nowhere.mnn',
      build: 'default (AVX2)',
      memory: 'low',
      threads: 1,
      sessionInfoMiB: 1,
    }
    const rows = [later, later, built, session, { ...session, sessionInfoMiB: undefined }, { x: 1 }]
    const path = file('unknown.jsonl', `${lines(rows)}\nno JSON\n`)
    const { lines: report, met } = await evaluate([path], [])
    expect(met).toBe(false)
    expect(report).toEqual([
      'skipped 2 rows: no profile for engine 4.0.0, build avx512',
      'skipped 1 rows: no profile for engine 3.6.1, build avx2,onednn',
      'skipped 1 rows: the model nowhere.mnn is not here',
      'skipped 1 rows: a session with nothing measured',
      'skipped 2 rows: of no known kind',
    ])
  })

  it('reads one value a line or one in all, also gzipped under any name, also wrapped', async () => {
    const forms = [
      file('lines.txt', lines([first, first])),
      file('pretty', JSON.stringify([first, first], null, 2)),
      file('wrapped.json', JSON.stringify({ note: 'two', rows: [first, first] })),
      file('single.json', JSON.stringify(first, null, 1)),
      file('packed.bin', gzipSync(lines([first, first]))),
    ]
    const { lines: report, met } = await evaluate(forms, [])
    expect(met).toBe(true)
    expect(report).toHaveLength(1)
    expect(report[0]).toContain(': 9 rows, algorithm 9/9')
  })

  it('finds models by name or digest beside the file, and says which cannot be read', async () => {
    const models = mkdtempSync(join(folder, 'models-'))
    const broken = Buffer.from('no model')
    writeFileSync(join(models, 'broken.mnn'), broken)
    const row = { version: '2.8.1', build: 'avx2', memory: 'low', threads: 1, sessionInfoMiB: 1 }
    const sha256 = createHash('sha256').update(broken).digest('hex').slice(0, 16)
    const rows = [
      { ...row, model: 'broken.mnn' },
      { ...row, model: 'renamed.mnn', sha256 },
      { ...row, model: 'other.mnn', sha256: '0123456789abcdef' },
    ]
    const path = join(models, 'rows.json')
    writeFileSync(path, JSON.stringify(rows))
    const { lines: report } = await evaluate([path], [])
    expect(report.map((line) => line.replace(/: broken.*/, ''))).toEqual([
      'skipped 1 rows: the model broken.mnn cannot be read',
      'skipped 1 rows: the model renamed.mnn cannot be read',
      'skipped 1 rows: the model other.mnn is not here',
    ])
  })
})
