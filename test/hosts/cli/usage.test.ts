// SPDX-License-Identifier: Apache-2.0
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { commandLine } from './command'

const { run, file } = commandLine()

/** Names of all commands, as the help lists them. */
async function listedCommands(): Promise<string[]> {
  const list = (await run('--help')).out.split('Commands:')[1]?.split('Examples:')[0] ?? ''
  return [...list.matchAll(/^ {2}(\w+)/gm)].map(([, name = '']) => name)
}

describe('the command line', () => {
  test('shows help with examples, and the version', async () => {
    const help = await run('--help')
    expect(help).toMatchObject({ code: 0, err: '', out: expect.stringContaining('Exit codes') })
    expect(await run('--version')).toEqual({ code: 0, out: '1.2.3\n', err: '' })
    for (const command of ['advise', 'compare', 'export', 'check', 'attach', 'serve', 'completion']) {
      expect((await run(command, '--help')).out).toContain('Examples:')
    }
  })

  test('declares a command alone as it does among all', async () => {
    const listed = (await listedCommands()).filter((name) => name !== 'help')
    expect(listed).toHaveLength(21)
    for (const name of listed) {
      const alone = await run(name, '--help')
      expect(alone.out).toMatch(new RegExp(`^Usage: convscope ${name}`))
      expect(alone).toEqual(await run('help', name))
    }
  })

  test.each([[['plan']], [['plan', 'a.onnx', '--threads', '0']], [['fly']], [['plan', 'a.onnx', '-p', 'mnn-9']], [[]]])(
    'refuses %j with exit code 2 and a word on why',
    async (args) => {
      const { code, out, err } = await run(...args)
      expect({ code, out }).toEqual({ code: 2, out: '' })
      expect(err.length).toBeGreaterThan(20)
    },
  )

  test('tells of files that are no models in one line on standard error, with exit code 3', async () => {
    writeFileSync(file('notes.onnx'), 'These are notes, not a network.\n')
    for (const name of ['gone.onnx', 'notes.onnx']) {
      const { code, out, err } = await run('plan', name)
      expect({ code, out }).toEqual({ code: 3, out: '' })
      expect(err).toMatch(new RegExp(`^convscope: ${name} cannot be opened: .*\\n`))
    }
    expect(await run('plan', 'sample:none')).toMatchObject({ code: 3, err: expect.stringContaining('none') })
  })

  test('lists samples and profiles by the names that it takes', async () => {
    expect((await run('samples')).out).toMatch(/^sample:iresnet100 {2}/m)
    expect((await run('profiles')).out).toMatch(/^mnn-1\.0\.1 {2}/m)
  })
})

/** Commands in a text, without what a shell does with their output. */
function commandsIn(text: string): string[] {
  const lines = text.replaceAll(/\n +--/g, ' --').split('\n')
  return lines.flatMap(
    (line) => /^(?:\s*(?:npx )?|.*&& (?:npx )?)(convscope .*)$/.exec(line)?.[1]?.replace(/ > \S+$/, '') ?? [],
  )
}

describe('every command that is written down', () => {
  const README = ['../../../README.md', '../../../main/hosts/cli/README.md']
  const written = README.flatMap((file) => commandsIn(readFileSync(join(import.meta.dirname, file), 'utf8')))

  test('is one that is understood: it fails for its files alone, which are not here', async () => {
    const listed = await listedCommands()
    const helps = await Promise.all(listed.map(async (name) => commandsIn((await run(name, '--help')).out)))
    const commands = [...written, ...helps.flat()].filter((each) => !/^convscope (serve|completion)/.test(each))
    expect(commands.length).toBeGreaterThan(20)
    for (const command of commands) {
      const args = command
        .split(' ')
        .slice(1)
        .map((word) => word.replaceAll('"', '').replace('$ENGINE', 'mnn-3.6.1'))
      const { code, err } = await run(...args)
      expect(code, `${command}: ${err}`).not.toBe(2)
    }
  })
})
