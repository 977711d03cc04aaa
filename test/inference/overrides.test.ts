// SPDX-License-Identifier: Apache-2.0
import { writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import type { Configuration, Override } from '#contract/configuration'
import { createPlan } from '#core/planning/plan'
import { english } from '#messages/say'
import { temporaryFolder } from '../core/model/support/temporary-folder'
import { engine } from './engine'
import { execute, openSubject, planOf, type Subject } from './execute'
import { NETWORKS } from './networks'
import { expectClose } from './onnx-runtime'
import { expectAsPlanned } from './planned'

const path = temporaryFolder()

async function network(name: keyof typeof NETWORKS): Promise<Subject> {
  const file = path('network.onnx')
  await writeFile(file, NETWORKS[name]?.() ?? new Uint8Array())
  return openSubject(file)
}

const [isa = 'sse'] = engine().executableIsas
const base: Configuration = { profile: 'convscope', settings: {}, threads: 2, isa }

// The kernel that is forced is the one that runs: with its bytes, and with the same results.
describe('forced kernels', () => {
  it('run as planned, every kernel of every convolution', async () => {
    const subject = await network('convolutions of every shape')
    const own = await execute(subject, base)
    const names = subject.shaped.model.nodes.map(({ name }) => name)
    let forced = 0
    for (const { node, candidates } of own.plan.decisions) {
      for (const { algorithm, unit, packedWeightBytes } of candidates) {
        if (packedWeightBytes === null) continue
        const override: Override = { layers: names[node] ?? '', algorithm, ...(unit === null ? {} : { unit }) }
        const execution = await execute(subject, { ...base, overrides: [override] })
        expect(execution.plan.decisions.find((decision) => decision.node === node)).toMatchObject({ algorithm, unit })
        expectAsPlanned(execution)
        for (const [index, output] of execution.outputs.entries()) {
          expectClose(output, own.outputs[index] ?? new Float32Array(), 1e-4, JSON.stringify(override))
        }
        forced += 1
      }
    }
    expect(forced).toBeGreaterThan(10)
  })

  it('of an MNN plan are what Convscope’s engine runs', async () => {
    const subject = await network('convolutions of every shape')
    const configuration: Configuration = { ...base, profile: 'mnn-2.8.1' }
    const units = async (overrides: readonly Override[]) =>
      (await execute(subject, { ...configuration, overrides })).report.layers.map(({ kernel }) => kernel?.unit ?? null)
    const [layer] = planOf(subject, configuration).decisions.filter(({ candidates }) =>
      candidates.some(({ algorithm, packedWeightBytes }) => algorithm === 'winograd' && packedWeightBytes !== null),
    )
    const layers = subject.shaped.model.nodes[layer?.node ?? -1]?.name ?? ''
    expect(await units([{ layers, algorithm: 'winograd', unit: 2 }])).toContain(2)
    expect(await units([{ layers, algorithm: 'tiled' }])).not.toContain(2)
  })

  it('are refused with the kernel’s own reason', async () => {
    const { shaped, opened } = await network('convolutions of every shape')
    const strided = shaped.model.nodes.find(({ operation }) => operation.kind === 'Conv')
    const overrides: Override[] = [{ layers: strided?.name ?? '', algorithm: 'winograd' }]
    const { catalog } = engine()
    const input = { modelId: 'm', shaped, fileBytes: opened.fileBytes, configuration: { ...base, overrides }, catalog }
    const answer = createPlan(input)
    expect(answer).toMatchObject({ ok: false, problem: { code: 'plan/impossible-override', node: strided?.name } })
    expect(answer.ok ? '' : english(answer.problem.message)).toMatch(/cannot be Winograd: .+/)
  })
})
