// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { chainOfNodes } from '../core/model/support/chain-of-nodes'
import { ocrModel } from '../core/model/support/model-files'
import { builtCommand, ended } from './built-command'

const { shell, start, file } = builtCommand()
const CLASSIFIER = ocrModel('ch_ppocr_mobile_v2.0_cls_infer.onnx')

describe('an installed command that cannot do its work', () => {
  test('leaves the old file whole where there is no room for the new one', async () => {
    writeFileSync(file('keep.json'), 'OLD')
    for (const command of [
      ['export', CLASSIFIER, 'mnn-1.0.1'],
      ['report', CLASSIFIER],
    ]) {
      const { code, err } = await shell('ulimit -f 8; exec "$@"', ...command, '-o', 'keep.json')
      expect({ code, err }).toMatchObject({ code: 3, err: expect.stringContaining('keep.json could not be written') })
      expect(readFileSync(file('keep.json'), 'utf8')).toBe('OLD')
    }
    expect(readdirSync(file('.')).filter((name) => name.endsWith('.part'))).toEqual([])
  })

  test('ends with 3 where standard output is full, and where nobody has foreseen what happens', async () => {
    const full = await shell('exec "$@" > /dev/full', 'plan', CLASSIFIER, '--json')
    expect(full).toMatchObject({
      code: 3,
      err: expect.stringMatching(/^convscope: the result could not be written: the disk is full\.$/m),
    })
    // A file takes a part of it before the rest is refused.
    const half = await shell('ulimit -f 8; exec "$@" > half.json', 'plan', CLASSIFIER, '--json')
    expect(half).toMatchObject({
      code: 3,
      err: expect.stringMatching(/^convscope: the result could not be written: it /m),
    })
    writeFileSync(file('bug.cjs'), "setImmediate(() => { throw new Error('a bug') })")
    const bug = await shell(`NODE_OPTIONS="--require ${file('bug.cjs')}" exec "$@"`, 'plan', CLASSIFIER)
    expect(bug).toMatchObject({ code: 3, err: expect.stringContaining('a bug') })
  })

  test('ends where nothing was asked of the thread that it has begun', async () => {
    expect(await shell('exec "$@"', 'plan', 'sample:none')).toMatchObject({
      code: 3,
      err: 'convscope: There is no sample called "none".\n',
    })
  })

  test('needs no temporary folder for what is not temporary', async () => {
    expect(await shell('TMPDIR=/dev/null exec "$@"', 'samples')).toMatchObject({ code: 0, err: '' })
  })

  test('refuses pipes and devices, wherever a file is meant, and does not wait for them', async () => {
    execFileSync('mkfifo', [file('pipe.onnx'), file('pipe.json')])
    symlinkSync('/dev/zero', file('endless.onnx'))
    symlinkSync('/dev/zero', file('endless.json'))
    const commands = [
      ['plan', 'pipe.onnx'],
      ['plan', 'endless.onnx'],
      ['compare', 'pipe.json', 'pipe.json'],
      ['compare', 'endless.json', 'endless.json'],
      ['check', CLASSIFIER, '--max-growth', '1%', '--baseline', 'pipe.json'],
      ['run', CLASSIFIER, '--input', 'pipe.onnx'],
    ]
    for (const command of commands) {
      const { code, err } = await shell('exec "$@"', ...command)
      expect({ command, code, err }).toMatchObject({
        code: 3,
        err: expect.stringMatching(/not a regular file|pipe\.onnx cannot be read/),
      })
    }
  })

  test('ends at Ctrl+C while it plans, without waiting for the plan', async () => {
    writeFileSync(file('large.onnx'), chainOfNodes(60_000))
    const log = file('config/Convscope/logs/convscope.log')
    const opened = () => (existsSync(log) ? readFileSync(log, 'utf8') : '')
    const child = start('releases', 'large.onnx', '-p', 'mnn-2.8.1')
    const end = ended(child)
    await expect.poll(opened, { timeout: 60_000 }).toContain('large.onnx')
    child.kill('SIGINT')
    expect(await end).toMatchObject({ code: 130, err: expect.stringMatching(/cancelled/) })
  })
})
