// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AttachBatch } from '#contract/attach'
import type { Plan } from '#contract/plan'
import { spoken } from '#messages/say'
import {
  ATTACH_SERIES,
  attachCurves,
  curveEnd,
  highWater,
  modelledCurve,
} from '#renderer/features/attach/attach-curves'
import { commandWords, EMPTY_LOG, withBatch } from '#renderer/lib/timeline/attach-log'
import { createApp } from '#renderer/store/create-app'
import { fakeBridge } from '../../support/fake-bridge'

type Row = readonly [timeNs: number, pid: number, rss: number, file: number, pss: number, own: number]

function batch(...rows: readonly Row[]): AttachBatch {
  const column = (index: number) => Float64Array.from(rows, (row) => row[index] ?? 0)
  return {
    timeNs: column(0),
    pid: Int32Array.from(rows, (row) => row[1]),
    rssBytes: column(2),
    fileBytes: column(3),
    pssBytes: column(4),
    privateBytes: column(5),
  }
}

describe('the log of an attached program', () => {
  test('adds up the processes of one moment, and details only where all have them', () => {
    const log = withBatch(
      EMPTY_LOG,
      batch([1, 7, 10, 4, 8, 6], [1, 8, 20, 5, 15, 12], [2, 7, 30, 4, 8, 6], [2, 8, 1, 0, Number.NaN, Number.NaN]),
    )
    expect(log.moments).toEqual([
      { timeNs: 1, rssBytes: 30, fileBytes: 9, pssBytes: 23, privateBytes: 18 },
      { timeNs: 2, rssBytes: 31, fileBytes: 4, pssBytes: null, privateBytes: null },
    ])
    expect(log).toMatchObject({ peakRssBytes: 31, processes: 2 })
  })

  test('stays bounded and never loses the highest moment', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1e9), { minLength: 9000, maxLength: 20_000 }), (levels) => {
        let log = EMPTY_LOG
        for (let at = 0; at < levels.length; at += 500) {
          log = withBatch(
            log,
            batch(...levels.slice(at, at + 500).map((rss, i): Row => [at + i, 1, rss, 0, Number.NaN, Number.NaN])),
          )
        }
        const highest = Math.max(...levels)
        expect(log.peakRssBytes).toBe(highest)
        expect(Math.max(...log.moments.map(({ rssBytes }) => rssBytes))).toBe(highest)
        expect(log.moments.length).toBeLessThanOrEqual(8192)
        expect(log.moments.every(({ timeNs }, i) => i === 0 || timeNs > (log.moments[i - 1]?.timeNs ?? 0))).toBe(true)
      }),
      { numRuns: 10 },
    )
  })
})

test('page walks are drawn until the last of them, the resident set to the end', () => {
  const log = withBatch(
    EMPTY_LOG,
    batch([1, 7, 10, 4, 8, 6], [5, 7, 12, 4, 9, 7], [6, 7, 1, 0, Number.NaN, Number.NaN]),
  )
  const curves = attachCurves(log)
  expect(ATTACH_SERIES.map((series) => curveEnd(series, curves[series], 9))).toEqual([9, 5, 5, 9])
})

describe('a command line', () => {
  test.each([
    ['python3 infer.py', ['python3', 'infer.py']],
    ['  "my program" \'a b\' c\\ d ', ['my program', 'a b', 'c d']],
    ['sh -c "echo \\"hi\\""', ['sh', '-c', 'echo "hi"']],
    ['x --name="a b"c', ['x', '--name=a bc']],
    ['', []],
  ])('%s is in words', (line, words) => expect(commandWords(line)).toEqual(words))
})

describe('attaching', () => {
  test('follows the samples and the end of its own program only', async () => {
    const bridge = fakeBridge()
    const app = createApp(bridge)
    const stop = app.connect()
    await app.actions.startAttachment(['engine'])
    bridge.push('attach:samples', { id: 'attach-0', batch: batch([1, 7, 99, 0, 0, 0]) })
    bridge.push('attach:samples', { id: 'attach-1', batch: batch([1, 7, 10, 0, 0, 0]) })
    expect(app.store.getState().attachment?.log.peakRssBytes).toBe(10)
    const report = {
      id: 'attach-1',
      command: ['engine'],
      durationNs: 2,
      exitCode: 0,
      signal: null,
      processes: [],
      peakRssBytes: 10,
      peakGpuBytes: null,
    }
    bridge.push('attach:end', { id: 'attach-1', outcome: 'ended', report })
    bridge.push('attach:samples', { id: 'attach-1', batch: batch([3, 7, 50, 0, 0, 0]) })
    expect(app.store.getState().attachment).toMatchObject({ report: { exitCode: 0 }, log: { peakRssBytes: 10 } })
    stop()
  })

  test('that the user declines leaves nothing, a refusal is shown', async () => {
    for (const [code, shown] of [
      ['cancelled', null],
      ['attach/unsupported', { problem: { code: 'attach/unsupported' } }],
    ] as const) {
      const app = createApp(
        fakeBridge({ 'attach:start': () => ({ ok: false, problem: { code, message: spoken('no') } }) }),
      )
      await app.actions.startAttachment(['engine'])
      if (shown === null) expect(app.store.getState().attachment).toBeNull()
      else expect(app.store.getState().attachment).toMatchObject(shown)
    }
  })
})

describe('curves of an attached program', () => {
  const moments = [
    { timeNs: 0, rssBytes: 10, fileBytes: 1, pssBytes: null, privateBytes: null },
    { timeNs: 5, rssBytes: 40, fileBytes: 2, pssBytes: 30, privateBytes: 20 },
    { timeNs: 9, rssBytes: 20, fileBytes: 3, pssBytes: null, privateBytes: null },
  ]
  const curves = attachCurves({ moments, peakRssBytes: 40, processes: 1 })

  test('have the moments at which the figure was read', () => {
    expect([...curves.rss.bytes]).toEqual([10, 40, 20])
    expect([...curves.pss.x]).toEqual([5])
  })

  test('tell the highest value in force within a range', () => {
    expect(highWater(curves.rss, { from: 6, to: 8 })).toBe(40)
    expect(highWater(curves.rss, { from: 9, to: 20 })).toBe(20)
    expect(highWater(curves.pss, { from: 0, to: 4 })).toBeNull()
  })

  test("lay the plan's steps over a stretch of time", () => {
    const plan = {
      totals: { packedWeights: 100, workspace: 0, activations: 0, modelBuffer: 10, inputsOutputs: 0, other: 1 },
      steps: [
        { node: 0, activationBytes: 5, workspaceBytes: 2 },
        { node: 1, activationBytes: 7, workspaceBytes: 0 },
      ],
    } as unknown as Plan
    const curve = modelledCurve(plan, { from: 100, to: 200 })
    expect([...curve.x]).toEqual([100, 150])
    expect([...curve.bytes]).toEqual([118, 118])
  })
})
