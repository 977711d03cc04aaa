// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest'
import { otherOutput } from '#core/document/other-output'
import { readDocument } from '#core/document/read'
import { CLASSIFIER, commandLine } from './command'

const { run } = commandLine()

describe('every JSON that a command prints', () => {
  test.each([
    { plans: 1, words: ['plan', '-p', 'mnn-2.8.1'] },
    { plans: 2, words: ['compare', 'mnn-1.0.1', 'mnn-2.8.1'] },
    { plans: 3, words: ['compare', 'mnn-1.0.1', 'mnn-2.8.1', 'mnn-3.6.1'] },
    { plans: 1, words: ['advise', '-p', 'mnn-2.8.1'] },
    { plans: 1, words: ['advise', '-p', 'mnn-2.8.1', '--budget', '1GB'] },
  ])('opens again, with $plans plans: $words', async ({ plans, words: [command = '', ...options] }) => {
    const { out } = await run(command, CLASSIFIER, ...options, '--json')
    const read = readDocument(out, 'out.json')
    expect(read.ok && read.value.entries.length).toBe(plans)
  })

  test.each([
    ['inspection', 'inspect'],
    ['check', 'check', '-p', 'mnn-2.8.1', '--max-peak', '1GB'],
    ['sweep', 'sweep', '-p', 'mnn-2.8.1', '--vary', 'threads=1,2'],
    ['sessions', 'sessions', '-p', 'mnn-2.8.1', '--count', '2'],
  ] as const)('or is known to be %s', async (what, command, ...options) => {
    const { out } = await run(command, CLASSIFIER, ...options, '--json')
    expect(otherOutput(JSON.parse(out))).toBe(what)
  })

  test('or is known to be the schema', async () => {
    expect(otherOutput(JSON.parse((await run('schema')).out))).toBe('schema')
  })
})
