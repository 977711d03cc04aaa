// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, writeFileSync } from 'node:fs'
import { describe, expect, test, vi } from 'vitest'
import type { Host } from '#app/host'
import { connectPage } from '#app/ipc/connection'
import { answerCall } from '#app/ipc/handle'
import { english, spoken } from '#messages/say'
import { temporaryFolder } from '../../core/model/support/temporary-folder'
import { coreInThisThread } from '../support/core-in-this-thread'
import { SILENT_LOG } from '../support/silent-log'

const folder = temporaryFolder()

function application(
  admit: Host['admit'] = async (path) => ({ ok: true, value: path }),
  dataFolder: string = folder('unused'),
) {
  const host: Host = {
    appRoot: folder(''),
    appVersion: '1.2.3',
    dataFolder,
    initialModel: null,
    watch: false,
    engineBuild: null,
    log: SILENT_LOG,
    admit,
    chooseFile: async () => null,
    saveTo: async () => null,
    mayStart: async () => ({ ok: false, problem: { code: 'cancelled', message: spoken('not here') } }),
    startCore: coreInThisThread,
    startProcess: () => {
      throw new Error('nothing runs here')
    },
    refresh: () => {},
  }
  return connectPage(host, () => {})
}

describe('calls over any transport', () => {
  test('are answered by the handler of their channel', async () => {
    const { handlers } = application()
    expect(await answerCall(handlers, 'app:info', [], SILENT_LOG)).toMatchObject({
      ok: true,
      value: { appVersion: '1.2.3', runtime: { node: process.versions.node } },
    })
  })

  test('to a channel that the contract does not have are refused', async () => {
    const { handlers } = application()
    for (const channel of ['fs:read', 'toString', '__proto__', 'constructor']) {
      const answer = await answerCall(handlers, channel, [], SILENT_LOG)
      expect(answer).toMatchObject({ ok: false, problem: { code: 'ipc/invalid-request' } })
    }
  })

  test('with arguments of another form are refused, naming the channel', async () => {
    const { handlers } = application()
    const answer = await answerCall(handlers, 'model:open', [42], SILENT_LOG)
    expect(answer).toMatchObject({ ok: false, problem: { code: 'ipc/invalid-request' } })
    expect(answer.ok ? '' : english(answer.problem.message)).toMatch(/^model:open was refused: /)
  })

  test('list the recent files that this host may open, and reopen the last of those', async () => {
    const recent = ['/elsewhere/secret.onnx', '/models/net.onnx', '/models/old.onnx']
    const list = recent.map((path, at) => ({ path, fileName: path.replace(/.*\//, ''), openedAt: 9 - at }))
    mkdirSync(folder('kept'))
    writeFileSync(folder('kept/recent.json'), JSON.stringify(list))
    writeFileSync(folder('kept/settings.json'), JSON.stringify({ reopenLast: true }))
    const { handlers } = application(
      async (path) =>
        path.startsWith('/models/')
          ? { ok: true, value: path }
          : { ok: false, problem: { code: 'file/unreadable', message: spoken('not below') } },
      folder('kept'),
    )
    expect(await answerCall(handlers, 'recent:list', [], SILENT_LOG)).toEqual({ ok: true, value: list.slice(1) })
    const info = await answerCall(handlers, 'app:info', [], SILENT_LOG)
    expect(info).toMatchObject({ ok: true, value: { initialModel: '/models/net.onnx' } })
  })

  test('that hit a bug are answered with a problem', async () => {
    const { handlers } = application()
    const broken = {
      ...handlers,
      'app:info': {
        ...handlers['app:info'],
        answer: () => {
          throw new Error('boom')
        },
      },
    }
    const log = vi.spyOn(console, 'error').mockImplementation(() => {})
    const answer = await answerCall(broken, 'app:info', [], SILENT_LOG)
    log.mockRestore()
    expect(answer).toMatchObject({ ok: false, problem: { code: 'internal/bug' } })
  })

  test('naming a path are answered with what the host admits', async () => {
    const seen: string[] = []
    const { handlers } = application(async (path) => {
      seen.push(path)
      return { ok: false, problem: { code: 'file/unreadable', message: spoken('outside') } }
    })
    expect(await answerCall(handlers, 'model:open', ['/etc/passwd'], SILENT_LOG)).toMatchObject({
      problem: { message: spoken('outside') },
    })
    expect(seen).toEqual(['/etc/passwd'])
  })
})
