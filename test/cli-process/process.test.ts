// SPDX-License-Identifier: Apache-2.0
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import { readDocument } from '#core/document/read'
import { english } from '#messages/say'
import { builtCommand, ended } from './built-command'
import { describeFaults } from './faults'

const command = builtCommand()
const { run, start, script, file } = command

const CONTROL_SEQUENCE = '\u001b['

describe('the installed command', () => {
  test('runs a model: what it measures equals what the plan says', async () => {
    const { code, out } = await run('run', 'sample:squeezenet', '-p', 'convscope', '-t', '2', '-n', '1', '--csv')
    expect(code).toBe(0)
    const convolutions = parse<Record<string, string>>(out, { columns: true }).filter((row) => row['op'] === 'Conv')
    expect(convolutions).toHaveLength(26)
    for (const row of convolutions) {
      expect(row['packed_weights_measured_bytes']).toBe(row['packed_weights_modelled_bytes'])
      expect(row['workspace_measured_bytes']).toBe(row['workspace_modelled_bytes'])
      expect(Number(row['duration_measured_ns'])).toBeGreaterThan(0)
    }
  })

  test('has records that add up to the totals, planned and measured', async () => {
    const { out } = await run('run', 'sample:squeezenet', '-t', '2', '-n', '1', '--csv')
    const rows = parse<Record<string, string>>(out, { columns: true })
    const total = rows.find(({ kind }) => kind === 'total')
    for (const column of ['packed_weights_modelled_bytes', 'packed_weights_measured_bytes']) {
      const others = rows.filter(({ kind }) => kind !== 'total')
      const sum = others.reduce((bytes, row) => bytes + Number(row[column]), 0)
      expect(sum, column).toBe(Number(total?.[column]))
    }
  })

  test('names what was held at the measured peak, the largest first, and the tensors alive then', async () => {
    const { code, out } = await run('run', 'sample:squeezenet', '-p', 'convscope', '-t', '2', '-n', '1', '--peak')
    expect(code).toBe(0)
    const [held = '', executed = '', modelled = ''] = out
      .split(/\nMost held, as measured|\nAs executed|\nAs modelled/)
      .slice(1)
    expect(held).toMatch(/^: [\d.]+ MiB\nHeld then +As +Size\nall layers +Activations/)
    expect(held).toMatch(/conv10 +Packed weights/)
    expect(executed).toMatch(/^: Most memory at \S+: [\d.]+ MiB of activations/)
    expect(executed).toMatch(/Alive then +Shape +Size +Made by +Last used by\n\S+ +1×64×111×111/)
    expect(modelled).toMatch(/^: Most memory at /)
  })

  test('saves a run whose peak “check --measured” then holds the model to', async () => {
    const args = ['sample:squeezenet', '-p', 'convscope', '-t', '1', '-n', '1']
    const { out } = await run('run', ...args, '--json')
    const document = readDocument(out, 'run.json')
    if (!document.ok) throw new Error(english(document.problem.message))
    const [entry] = document.value.entries
    const peak = entry?.run?.report.peakTrackedBytes ?? 0
    expect(entry?.run?.timeline.peak?.total).toBe(peak)
    writeFileSync(file('run.json'), out)
    const check = (limit: number) => run('check', ...args, '--measured', '--max-peak', String(limit))
    expect((await check(peak)).code).toBe(0)
    expect((await check(peak - 1)).code).toBe(1)
    expect(await run('check', ...args, '--measured', '--baseline', 'run.json', '--max-growth', '0%')).toMatchObject({
      code: 0,
    })
  })

  test('measures kernels, once; plans for high memory then rest on measured times', async () => {
    const target = ['sample:squeezenet', '-t', '1', '--isa', 'sse']
    const first = await run('tune', ...target)
    const [, measured, all] = /Kernels measured +(\d+) of (\d+)/.exec(first.out) ?? []
    expect({ code: first.code, complete: measured === all }).toEqual({ code: 0, complete: true })
    expect(Number(all)).toBeGreaterThan(26)
    const file = /In +(\S.*)/.exec(first.out)?.[1] ?? ''
    const times = readFileSync(file, 'utf8')
    expect((await run('tune', ...target)).code).toBe(0)
    expect(readFileSync(file, 'utf8')).toBe(times)
    const plan = async (memory: string) =>
      (await run('plan', ...target, '-p', 'convscope', '-m', memory, '--json')).out.match(/Measured fastest/g)
        ?.length ?? 0
    expect(await plan('high')).toBeGreaterThan(0)
    expect(await plan('normal')).toBe(0)
  })

  test('loads no engine to tell its version', async () => {
    const tell = 'let bytes = 0; for (const file in require.cache) bytes += require("fs").statSync(file).size'
    writeFileSync(file('loaded.cjs'), `process.on('exit', () => { ${tell}; console.error(bytes) })`)
    const loaded = async (...args: string[]) =>
      Number((await command.shell(`NODE_OPTIONS="--require ${file('loaded.cjs')}" exec "$@"`, ...args)).err)
    const bytes = await loaded('--version')
    expect(bytes).toBeGreaterThan(0)
    expect(bytes).toBeLessThan((await loaded('plan', '--help')) / 2)
  })

  test('prints no colours into a pipe', async () => {
    expect((await run('plan', 'sample:squeezenet')).out).not.toContain(CONTROL_SEQUENCE)
  })

  const hasPython = spawnSync('python3', ['--version']).status === 0
  test.runIf(hasPython)('prints colours on a terminal', () => {
    const terminal = ['-c', 'import pty, sys; pty.spawn(sys.argv[1:])', process.execPath, script()]
    const shown = execFileSync('python3', [...terminal, 'plan', 'sample:squeezenet'], { encoding: 'utf8' })
    expect(shown).toContain(CONTROL_SEQUENCE)
  })

  test('does not mind when the reader of its output goes, and keeps its exit code', async () => {
    const shell = (command: string) =>
      ended(
        spawn('bash', ['-c', `set -o pipefail; "$1" "$2" ${command} | head -n 1`, 'bash', process.execPath, script()]),
      )
    const inspect = await shell('inspect sample:iresnet100 --all --json')
    expect(inspect).toEqual({ code: 0, out: '{\n', err: '' })
    const check = await shell('check sample:iresnet100 --max-peak 1MB --json')
    expect(check).toEqual({ code: 1, out: '{\n', err: '' })
  })

  test('writes long output whole into a pipe', async () => {
    const { out } = await run('plan', 'sample:iresnet100', '-p', 'mnn-2.8.1', '--json')
    expect(readDocument(out, 'out').ok).toBe(true)
    expect(out.length).toBeGreaterThan(64 * 1024)
  })

  test('stops a run at Ctrl+C with exit code 130, leaving no process and no file', async () => {
    const child = start('run', 'sample:iresnet100', '-n', '1000')
    const end = ended(child)
    await new Promise<void>((done) => {
      const timer = setInterval(() => {
        if (childrenOf(child.pid ?? 0).length === 0) return
        clearInterval(timer)
        done()
      }, 20)
    })
    const inference = childrenOf(child.pid ?? 0)
    child.kill('SIGINT')
    const { code, out } = await end
    expect(code).toBe(130)
    // What was measured until then, where anything was.
    expect(out).toMatch(/^$|^Ended early: /)
    await expect.poll(() => inference.filter((pid) => existsSync(`/proc/${pid}`))).toEqual([])
    expect(readdirSync(file('tmp'))).toEqual([])
  })
})

test.runIf(process.platform === 'linux')('what a run had measured when its process was killed is printed', async () => {
  const child = start('run', 'sample:squeezenet', '-t', '1', '-n', '1000')
  const end = ended(child)
  const inference = () => childrenOf(child.pid ?? 0)
  await expect.poll(inference, { timeout: 60_000, interval: 20 }).toHaveLength(1)
  // By then it executes: preparing takes a fraction of that.
  await expect.poll(() => processorSeconds(inference()[0] ?? 0), { timeout: 60_000, interval: 50 }).toBeGreaterThan(2)
  process.kill(inference()[0] ?? 0, 'SIGKILL')
  const { code, out, err } = await end
  expect({ code, err }).toEqual({ code: 3, err: expect.stringMatching(/SIGKILL/) })
  expect(out).toMatch(/^Ended early: .*SIGKILL.* What follows was measured until then\./)
  expect(out).toMatch(/Peak tracked +\d+\.\d+ MiB/)
})

describeFaults(command)

/** Of a process, by proc(5). */
function processorSeconds(pid: number): number {
  const [, user, system] = /\) (?:\S+ ){11}(\d+) (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? []
  return (Number(user) + Number(system)) / 100
}

function childrenOf(pid: number): number[] {
  return execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([child = 0, parent]) => (parent === pid ? [child] : []))
}
