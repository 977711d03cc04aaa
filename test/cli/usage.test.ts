import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { commandLine } from './command'

const { run, file } = commandLine()

describe('the command line', () => {
  test('shows help with examples, and the version', async () => {
    const help = await run('--help')
    expect(help).toMatchObject({ code: 0, err: '', out: expect.stringContaining('Exit codes') })
    expect(await run('--version')).toEqual({ code: 0, out: '1.2.3\n', err: '' })
    for (const command of ['compare', 'export', 'check', 'completion']) {
      expect((await run(command, '--help')).out).toContain('Examples:')
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

describe('completion', () => {
  const complete = (...words: string[]) => {
    const typed = ['convscope', ...words]
    const script = `source ${file('completion.bash')}; COMP_WORDS=(${typed.map((w) => `'${w}'`).join(' ')})
      COMP_CWORD=${typed.length - 1}; _convscope; printf '%s\\n' "\${COMPREPLY[@]}"`
    return execFileSync('bash', ['-c', script], { encoding: 'utf8' }).trim().split('\n')
  }

  test('in bash offers commands, options and their values, and leaves files to the shell', async () => {
    writeFileSync(file('completion.bash'), (await run('completion', 'bash')).out)
    expect(complete('pl')).toEqual(['plan'])
    expect(complete('plan', 'model.mnn', '--pro')).toEqual(['--profile'])
    expect(complete('plan', '--profile', 'mnn-1')).toEqual(['mnn-1.0.1'])
    expect(complete('run', '-m', '')).toEqual(['low', 'normal', 'high'])
    expect(complete('completion', '')).toEqual(['bash', 'zsh', 'fish'])
    expect(complete('plan', 'mod')).toEqual([''])
  })

  test('has a script for every shell that it names', async () => {
    expect((await run('completion', 'zsh')).out).toContain('bashcompinit')
    expect((await run('completion', 'fish')).out).toMatch(/-l profile -s p -x -a 'mnn-1\.0\.1/)
  })
})
