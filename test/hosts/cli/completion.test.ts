// SPDX-License-Identifier: Apache-2.0
import { execFileSync, spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { commandLine } from './command'

const { run, file } = commandLine()
const has = (program: string) => spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined

/** What is typed, and all that is offered for it. */
const OFFERED: readonly (readonly [words: readonly string[], offered: readonly string[]])[] = [
  [['pl'], ['plan']],
  [['plan', 'model.mnn', '--pro'], ['--profile']],
  [['plan', '--profile', 'mnn-3.6.1-'], ['mnn-3.6.1-low-memory']],
  [
    ['run', '-m', ''],
    ['high', 'low', 'normal'],
  ],
  [
    ['completion', ''],
    ['bash', 'fish', 'zsh'],
  ],
]

beforeAll(async () => {
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { code, out } = await run('completion', shell)
    expect(code).toBe(0)
    writeFileSync(file(`completion.${shell}`), out)
  }
})

describe('completion in bash', () => {
  const complete = (words: readonly string[]) => {
    const typed = ['convscope', ...words]
    const script = `source ${file('completion.bash')}; COMP_WORDS=(${typed.map((w) => `'${w}'`).join(' ')})
      COMP_CWORD=${typed.length - 1}; _convscope; printf '%s\\n' "\${COMPREPLY[@]}"`
    return execFileSync('bash', ['-c', script], { encoding: 'utf8' }).trim().split('\n').sort()
  }
  test.each(OFFERED)('of %j offers %j', (words, offered) => expect(complete(words)).toEqual(offered))
  test('leaves files to the shell', () => expect(complete(['plan', 'mod'])).toEqual(['']))
})

describe.runIf(has('fish'))('completion in fish', () => {
  test.each(OFFERED)('of %j offers %j', (words, offered) => {
    const script = `source ${file('completion.fish')}; complete -C 'convscope ${words.join(' ')}'`
    const lines = execFileSync('fish', ['--no-config', '-c', script], { encoding: 'utf8' }).trim().split('\n')
    const values = lines.map((line) => line.split('\t')[0])
    expect(values.sort()).toEqual(offered)
  })
})

/** Types words in a shell on a terminal, with Tab at the end, until the line has what is expected. */
const TYPIST = `
import os, pty, select, sys, time
script, typed, expected = sys.argv[1:]
pid, terminal = pty.fork()
if pid == 0:
    os.environ.update(TERM="dumb", PS1="ready> ", ZDOTDIR=os.path.dirname(script))
    os.execvp("zsh", ["zsh", "-f", "-i"])
seen = ""
def until(text):
    global seen
    end = time.time() + 40
    while text not in seen and time.time() < end:
        if select.select([terminal], [], [], 0.1)[0]:
            seen += os.read(terminal, 4096).decode(errors="replace")
    _, found, seen = seen.partition(text)
    return found != ""
ok = until("ready> ")
os.write(terminal, f"source {script}; echo lo''aded\\n".encode())
ok = ok and until("loaded") and until("ready> ")
os.write(terminal, f"{typed}\\t".encode())
ok = ok and until(expected)
os.kill(pid, 9)
sys.exit(0 if ok else 1)
`

describe.runIf(has('zsh') && has('python3'))('completion in zsh', () => {
  test.each([
    ['convscope pl', 'an '],
    ['convscope plan --profile mnn-3.6.1-', 'low-memory '],
  ])('adds to %j “%s”', (typed, expected) => {
    const { status, stderr } = spawnSync('python3', ['-c', TYPIST, file('completion.zsh'), typed, expected])
    expect(status, String(stderr)).toBe(0)
  })
})
