// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest'
import { otherOutput } from '#core/document/other-output'
import { readDocument } from '#core/document/read'
import { CLASSIFIER, commandLine } from './command'

const { run } = commandLine()

describe('every JSON that a command prints', () => {
  test.each([['plan', '-p', 'mnn-2.8.1']])('opens again: %s', async (command, ...options) => {
    const { out } = await run(command, CLASSIFIER, ...options, '--json')
    expect(readDocument(out, 'out.json').ok).toBe(true)
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
