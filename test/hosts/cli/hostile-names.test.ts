// SPDX-License-Identifier: Apache-2.0
import { writeFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import { encodeModel } from '#core/model/formats/onnx/schema'
import { commandLine } from './command'

const { run, file } = commandLine()

const ESCAPES = '\u001b]0;pwned\u0007\u001b[31mRED\u009b2J\u202e\r\n'
const FORMULAS = ['=1+1', '@SUM(1)', '+1', '-cmd', '\t=1', '＝1', '=HYPERLINK("http://x","y")']

const dims = (lengths: readonly number[]) => ({ dim: lengths.map((dimValue) => ({ dimValue })) })
const float = (name: string, lengths: readonly number[]) => ({
  name,
  type: { tensorType: { elemType: 1, shape: dims(lengths) } },
})

/** A model all of whose names are this one, with a convolution for every name of `nodes`. */
function model(name: string, nodes: readonly string[], opType = 'Conv'): string {
  const path = file(`${Math.random().toString(36).slice(2)}.onnx`)
  const weights = { name: `${name}w`, dims: [3, 3, 1, 1], dataType: 1, rawData: new Uint8Array(36) }
  writeFileSync(
    path,
    encodeModel({
      opsetImport: [{ version: 13 }],
      graph: {
        initializer: [weights],
        input: [float(`${name}0`, [1, 3, 8, 8])],
        node: nodes.map((node, at) => ({
          name: node,
          opType,
          input: [`${name}${at}`, `${name}w`],
          output: [`${name}${at + 1}`],
        })),
        output: [float(`${name}${nodes.length}`, [1, 3, 8, 8])],
      },
    }),
  )
  return path
}

/** What would act on a terminal; lines of our own end. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const ACTS = /[\u0000-\u0008\u000b-\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e]|\r(?!\n)/

describe('names that would command a terminal', () => {
  test.each([
    ['plan'],
    ['plan', '--csv'],
    ['plan', '--json'],
    ['inspect'],
    ['inspect', '--csv'],
    ['inspect', '--json'],
    ['advise'],
    ['plan', '--explain', ESCAPES],
    ['plan', '--input-shape', `${ESCAPES}=1x3`],
    ['plan', '--input-shape', '1x3'],
    [`no${ESCAPES}`],
    ['plan', `--no${ESCAPES}`],
  ])('%s', async (command = '', ...options) => {
    for (const path of [model(ESCAPES, [ESCAPES]), model(ESCAPES, [ESCAPES], ESCAPES), `${ESCAPES}.onnx`]) {
      const { out, err } = await run(command, path, ...options)
      expect(`${out}${err}`.length).toBeGreaterThan(0)
      expect(`${out}${err}`).not.toMatch(ACTS)
    }
  })

  test('are still what they are in JSON', async () => {
    const { out } = await run('inspect', model(ESCAPES, [ESCAPES]), '--json')
    expect(JSON.stringify(JSON.parse(out))).toContain(JSON.stringify(ESCAPES).slice(1, -1))
  })
})

describe('names that a spreadsheet would compute', () => {
  test.each(['plan', 'inspect'])('are text in the CSV of %s', async (command) => {
    const { out } = await run(command, model('t', FORMULAS), '--csv')
    const cells = parse(out).flat() as string[]
    for (const formula of FORMULAS) {
      expect(cells).toContain(`'${formula}`)
      expect(cells).not.toContain(formula)
    }
  })
})
