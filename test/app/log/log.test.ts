// SPDX-License-Identifier: Apache-2.0
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { describe, expect, it } from 'vitest'
import { connectPage } from '#app/ipc/connection'
import { answerCall } from '#app/ipc/handle'
import { noteStart } from '#app/log/entries'
import { openLog } from '#app/log/log'
import { openRotatingFile } from '#app/log/rotating-file'
import { withoutPaths } from '#app/log/without-paths'
import { buildSample } from '#core/model/samples/index'
import { temporaryFolder } from '../../core/model/support/temporary-folder'
import { coreInThisThread } from '../support/core-in-this-thread'

const folder = temporaryFolder()

describe('a rotating file', () => {
  it('keeps the newest text in as many files as it may, none larger than it may be', () => {
    const append = openRotatingFile(folder('deep/a.log'), { maxBytes: 100, files: 3 })
    for (let line = 0; line < 40; line++) append(`line ${String(line).padStart(4, '0')}\n`)
    const files = ['a.log', 'a.log.1', 'a.log.2'].map((name) => folder(`deep/${name}`))
    for (const file of files) expect(statSync(file).size).toBeLessThanOrEqual(100)
    expect(existsSync(folder('deep/a.log.3'))).toBe(false)
    const kept = [...files]
      .reverse()
      .map((file) => readFileSync(file, 'utf8'))
      .join('')
    const lines = kept.trim().split('\n')
    expect(lines.at(-1)).toBe('line 0039')
    expect(lines).toEqual(lines.map((_, at) => `line ${String(40 - lines.length + at).padStart(4, '0')}`))
  })

  it('disturbs nobody where it cannot be written', () => {
    writeFileSync(folder('file'), '')
    expect(() => openRotatingFile(folder('file/a.log'), { maxBytes: 9, files: 2 })('text')).not.toThrow()
  })
})

describe('text without paths', () => {
  it.each([
    ['cannot read /home/jane/secret/net.onnx: no such file', 'cannot read net.onnx: no such file'],
    [
      "ENOENT: no such file or directory, open '/home/Jane Doe/My Project/net.onnx'",
      "ENOENT: no such file or directory, open 'net.onnx'",
    ],
    ['“C:\\Users\\Jane Doe\\net.onnx” ends too early.', '“net.onnx” ends too early.'],
    ['C:\\Users\\jane\\net.onnx ends too early', 'net.onnx ends too early'],
    ['    at run (file:///home/jane/convscope/out/main/cli.cjs:7:3)', '    at run (cli.cjs:7:3)'],
    ['    at /home/jane/convscope/out/main/index.cjs:7:3', '    at index.cjs:7:3'],
    [`below ${homedir()}/models/net.mnn`, 'below net.mnn'],
    ['layer conv1/bn/relu of 3/4 layers at 12 MB/s', 'layer conv1/bn/relu of 3/4 layers at 12 MB/s'],
  ])('%s', (text, without) => expect(withoutPaths(text)).toBe(without))
})

describe('the log', () => {
  it('tells what was started, opened and refused, and of which file, but not where that is', async () => {
    const [data, secret] = [folder('data'), folder('Secret Project')]
    mkdirSync(secret)
    writeFileSync(`${secret}/net.onnx`, buildSample('squeezenet'))
    writeFileSync(`${secret}/broken.mnn`, 'no model')
    const log = openLog(data)
    noteStart(log, 'test', '1.2.3')
    const { handlers, application } = connectPage(
      {
        appRoot: folder(''),
        appVersion: '1.2.3',
        dataFolder: data,
        log,
        engineBuild: null,
        initialModel: null,
        watch: false,
        admit: async (path) => ({ ok: true, value: path }),
        chooseFile: async () => null,
        saveTo: async () => null,
        mayStart: async () => ({ ok: true, value: undefined }),
        startCore: coreInThisThread,
        startProcess: () => {
          throw new Error('nothing runs here')
        },
        refresh: () => {},
      },
      () => {},
    )
    const opened = await answerCall(handlers, 'model:open', [`${secret}/net.onnx`], log)
    await answerCall(handlers, 'model:open', [`${secret}/broken.mnn`], log)
    await answerCall(handlers, 'model:open', [`${secret}/missing.mnn`], log)
    await answerCall(
      handlers,
      'plan:create',
      ['gone', { profile: 'mnn-2.8.1', settings: { memory: 'low' }, threads: 1, isa: 'avx2' }],
      log,
    )
    application.stop()
    log.error('uncaught', new Error(`cannot open '${secret}/x'`))

    expect(opened.ok).toBe(true)
    const text = readFileSync(log.path, 'utf8')
    expect(text).toMatch(/info start program=test version=1\.2\.3 system=\S+ node=\d/)
    expect(text).toMatch(/problem no engine code=engine\/unavailable: .*convscope\.node/)
    expect(text).toMatch(/info model opened file=net\.onnx format=onnx bytes=\d+ nodes=65/)
    expect(text).toMatch(/problem model:open code=model\/\S+: .*broken\.mnn/)
    expect(text).toMatch(/problem model:open code=file\/not-found: .*missing\.mnn/)
    expect(text).toMatch(/problem plan:create code=model\/not-open/)
    expect(text).toMatch(/error uncaught: Error: cannot open 'x'/)
    for (const path of ['Secret', folder(''), process.cwd(), homedir()]) expect(text).not.toContain(path)
  })
})
