// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { PROBLEM_CODES } from '#contract/errors'
import { CATEGORIES } from '#contract/plan'
import { addon } from '../conv/addon'
import { infer } from './infer'
import { failureOf, image, NODE, network } from './network'

const BIG = { layers: 8, channels: 96, size: 96 }

describe('Session', () => {
  it('gives the same outputs on every run, thread count and instruction set', async () => {
    const reference: number[] = []
    for (const isa of addon.executableIsas()) {
      for (const threads of [1, 2, 5]) {
        const session = new addon.Session()
        await session.prepare(network({ target: { isa, threads } }))
        const first = await infer(session, [image()])
        const second = await infer(session, [image()])
        expect(second.outputs).toEqual(first.outputs)
        const values = Array.from(first.outputs[0] ?? [])
        expect(values).toHaveLength(5)
        if (reference.length === 0) reference.push(...values)
        for (const [i, value] of values.entries()) expect(value).toBeCloseTo(reference[i] as number, 5)
        expect(new Set(values).size, 'distinct outputs').toBe(5)
        session.dispose()
      }
    }
  })

  it('tells durations per op, progress, and bytes per convolution', async () => {
    const program = network()
    const session = new addon.Session()
    expect(session.progress()).toBe(0)
    await session.prepare(program)
    expect(session.progress()).toBe(1)
    const { durationsNs } = await infer(session, [image()])
    expect(durationsNs).toHaveLength(program.ops.length)
    expect(durationsNs.every((duration) => duration > 0)).toBe(true)
    const planned = program.ops.flatMap(({ node, conv, workspaceBytes }) =>
      conv === undefined
        ? []
        : [
            {
              node,
              packedWeightBytes: conv.packedWeightBytes,
              workspaceBytes,
              algorithm: conv.algorithm,
              unit: conv.unit,
            },
          ],
    )
    expect(planned).toHaveLength(2)
    expect(session.layerBytes()).toEqual(planned)
    session.dispose()
    expect(session.layerBytes()).toEqual([])
  })

  it('does one thing at a time', async () => {
    const session = new addon.Session()
    const preparing = session.prepare(network())
    expect(await failureOf(session.prepare(network()))).toMatchObject({ code: 'engine/invalid-argument' })
    await preparing
    const running = infer(session, [image()])
    expect((await failureOf(infer(session, [image()]))).message).toBe(
      'The session is busy: one prepare or run at a time.',
    )
    await running
    await infer(session, [image()])
    session.dispose()
  })

  it('can be prepared again for another program', async () => {
    const session = new addon.Session()
    await session.prepare(network({ channels: 20 }))
    const large = session.held().categories
    await session.prepare(network({ channels: 12 }))
    expect((await infer(session, [image()])).outputs[0]).toHaveLength(5)
    const small = session.held().categories
    for (const [i, bytes] of small.slice(0, 3).entries()) expect(bytes).toBeLessThanOrEqual(large[i] as number)
    session.dispose()
  })

  it('runs two sessions at once, each with its own events', async () => {
    const sessions = [new addon.Session(), new addon.Session()]
    const expected: (Float32Array | undefined)[] = []
    for (const [i, session] of sessions.entries()) {
      await session.prepare(network({ channels: 16 + i, size: 24 }))
      expected.push((await infer(session, [image(24, i)])).outputs[0])
      session.drain(1 << 20)
    }
    const runs = Array.from({ length: 10 }, async () => undefined)
    for (const _ of runs) {
      const results = await Promise.all(sessions.map((session, i) => infer(session, [image(24, i)])))
      expect(results.map(({ outputs }) => outputs[0])).toEqual(expected)
    }
    for (const session of sessions) session.dispose()
  })

  it('refuses wrong inputs and calls out of order', async () => {
    const session = new addon.Session()
    const fed = (values: unknown, input = 0) => failureOf((async () => session.feed(input, values as Float32Array))())
    const read = (output: number, first = 0) =>
      failureOf((async () => session.readOutput(output, first, new Float32Array(9)))())
    expect((await fed(image())).message).toBe('The session was not prepared.')
    expect((await read(0)).message).toBe('The session was not prepared.')
    expect((await failureOf(session.run())).message).toBe('The session was not prepared.')
    await session.prepare(network())
    expect((await failureOf(session.run())).message).toBe('Input 0 was fed 0 elements instead of 300.')
    session.feed(0, new Float32Array(7))
    expect(await fed(image())).toMatchObject({
      code: 'engine/invalid-argument',
      message: 'Input 0 was fed more than its 300 elements.',
    })
    expect((await failureOf(session.run())).message).toBe('Input 0 was fed 7 elements instead of 300.')
    expect((await fed(image(), 1)).message).toBe('The program has no such input.')
    expect((await fed(image(), -1)).code).toBe('engine/invalid-argument')
    expect((await fed(new Float64Array(300))).message).toBe('values is not a Float32Array.')
    expect((await infer(session, [image()])).outputs[0]).toHaveLength(5)
    expect((await read(1)).message).toBe('The program has no such output.')
    expect(session.readOutput(0, 3, new Float32Array(9))).toBe(2)
    expect(session.readOutput(0, 9, new Float32Array(9))).toBe(0)
    session.dispose()
    session.dispose()
    expect((await fed(image())).message).toBe('The session was disposed.')
    expect((await failureOf(session.run())).message).toBe('The session was disposed.')
    expect((await failureOf(session.prepare(network()))).code).toBe('engine/invalid-argument')
  })

  it('takes inputs and gives outputs in parts', async () => {
    const session = new addon.Session()
    await session.prepare(network())
    const [whole = new Float32Array()] = (await infer(session, [image()])).outputs
    for (const [begin, end] of [
      [0, 1],
      [1, 250],
      [250, 300],
    ]) {
      session.feed(0, image().subarray(begin, end))
    }
    await session.run()
    const last = new Float32Array(2)
    expect(session.readOutput(0, 3, last)).toBe(2)
    expect(last).toEqual(whole.subarray(3))
    session.dispose()
  })

  it('reports only codes of the contract', () => {
    for (const code of addon.statusCodes()) expect(PROBLEM_CODES).toContain(code)
    expect(addon.statusCodes()).toHaveLength(7)
  })
})

describe('cancelling', () => {
  it('ends a prepare, after which the session can be prepared again', async () => {
    const session = new addon.Session()
    const preparing = failureOf(session.prepare(network(BIG)))
    session.cancel()
    expect(await preparing).toEqual({ code: 'cancelled', node: -1, message: 'The run was cancelled.' })
    expect(session.held().categories).toEqual(CATEGORIES.map(() => 0))
    await session.prepare(network())
    expect((await infer(session, [image()])).outputs[0]).toHaveLength(5)
    session.dispose()
  })

  it('ends a run, after which the session runs again', async () => {
    const session = new addon.Session()
    await session.prepare(network(BIG))
    const running = failureOf(infer(session, [image(BIG.size)]))
    session.cancel()
    expect(await running).toMatchObject({ code: 'cancelled' })
    expect(session.progress()).toBeLessThan(1)
    expect((await infer(session, [image(BIG.size)])).outputs[0]).toHaveLength(5)
    session.dispose()
  })

  it('does nothing where nothing is under way', async () => {
    const session = new addon.Session()
    session.cancel()
    await session.prepare(network())
    session.cancel()
    expect((await infer(session, [image()])).outputs[0]).toHaveLength(5)
    session.dispose()
  })

  it('is part of disposing while something runs', async () => {
    const session = new addon.Session()
    const preparing = failureOf(session.prepare(network(BIG)))
    session.dispose()
    expect((await preparing).code).toBe('cancelled')
    expect(session.held().categories).toEqual(CATEGORIES.map(() => 0))

    const other = new addon.Session()
    await other.prepare(network(BIG))
    const running = failureOf(infer(other, [image(BIG.size)]))
    other.dispose()
    expect((await running).code).toBe('cancelled')
    expect(other.held().categories).toEqual(CATEGORIES.map(() => 0))
  })
})

describe('memory', () => {
  it('fails with out-of-memory at each allocation in turn, and recovers', async () => {
    const program = network()
    let failures = 0
    for (let n = 1; ; n++) {
      const session = new addon.Session({ failAllocationAt: n })
      const failure = await failureOf(session.prepare(program))
      if (failure.code === 'none') {
        session.dispose()
        break
      }
      failures++
      expect(failure.code).toBe('engine/out-of-memory')
      expect(failure.message).toMatch(/^The system has no memory for a block of \d+ bytes\.$/)
      expect(session.held().categories).toEqual(CATEGORIES.map(() => 0))
      // The next attempt is not disturbed.
      await session.prepare(program)
      expect((await infer(session, [image()])).outputs[0]).toHaveLength(5)
      session.dispose()
      expect(session.held().categories).toEqual(CATEGORIES.map(() => 0))
    }
    // Two convolutions of three blocks, four constants of two, a matrix, arena and workspace (if any).
    const workspace = program.workspaceBytes > 0 ? 1 : 0
    expect(failures).toBe(2 * 3 + 4 * 2 + 1 + 1 + workspace)
  })

  it('names the node whose block could not be had', async () => {
    const nodes: number[] = []
    for (const n of [1, 6, 7, 15]) {
      const session = new addon.Session({ failAllocationAt: n })
      nodes.push((await failureOf(session.prepare(network()))).node)
      session.dispose()
    }
    expect(nodes).toEqual([NODE.convolution, NODE.convolution + 1, NODE.normalisation, NODE.classifier])
  })

  it('holds what the program states', async () => {
    const program = network()
    const session = new addon.Session()
    await session.prepare(program)
    const packed = program.ops.reduce((sum, { conv }) => sum + (conv?.packedWeightBytes ?? 0), 0)
    const constants = program.buffers.reduce((sum, { constant, bytes }) => sum + (constant < 0 ? 0 : bytes), 0)
    const { categories, peak } = session.held()
    expect(categories).toEqual([packed + constants, program.workspaceBytes, program.arenaBytes, 0, 0, 0])
    expect(peak).toBeGreaterThanOrEqual(categories.reduce((sum, bytes) => sum + bytes, 0))
    session.dispose()
  })
})
