// SPDX-License-Identifier: Apache-2.0
import { writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import type { Configuration } from '#contract/configuration'
import { outputDifferences } from '#core/inference/output-difference'
import { english } from '#messages/say'
import { temporaryFolder } from '../core/model/support/temporary-folder'
import { engine } from './engine'
import { execute, openSubject, type Subject } from './execute'
import { NETWORKS } from './networks'
import { expectAsPlanned } from './planned'

const path = temporaryFolder()

async function network(name: keyof typeof NETWORKS): Promise<Subject> {
  const file = path('network.onnx')
  await writeFile(file, NETWORKS[name]?.() ?? new Uint8Array())
  return openSubject(file)
}

const isa = engine().executableIsas[0] ?? 'sse'

function configuration(memory: string, precision: string): Configuration {
  return { profile: 'convscope', settings: { memory, precision }, threads: 2, isa }
}

/** What notes say of each. */
const NARROW = [
  ['low', 'half precision'],
  ['bfloat16', 'bfloat16'],
] as const
const NAMES = ['residual blocks with normalisation', 'a classifier head'] as const

describe.each(NARROW)('precision %s', (precision, said) => {
  it.each(NAMES)('is planned as it runs: %s', async (name) => {
    const subject = await network(name)
    for (const memory of ['normal', 'high']) {
      const narrow = await execute(subject, configuration(memory, precision))
      const exact = await execute(subject, configuration(memory, 'normal'))
      expectAsPlanned(narrow)
      const differences = outputDifferences(narrow.report.outputs, exact.report.outputs)
      for (const { relative } of differences) expect(relative).toBeLessThan(0.02)
      // Rounded weights show, where they are no numbers of few bits.
      if (name === 'a classifier head') expect(differences.some(({ relative }) => relative > 0)).toBe(true)
      expect(narrow.plan.notes.map(english).join(' ')).toContain(said)
    }
  })

  it('halves the packed weights of a kernel', async () => {
    const subject = await network('residual blocks with normalisation')
    const forced = { overrides: [{ layers: '*', algorithm: 'tiled' as const }] }
    const [narrow, exact] = await Promise.all(
      [precision, 'normal'].map((each) => execute(subject, { ...configuration('normal', each), ...forced })),
    )
    const packed = (each: typeof narrow) =>
      each?.plan.decisions.reduce((sum, { packedWeightBytes }) => sum + (packedWeightBytes ?? 0), 0) ?? Number.NaN
    expect(packed(narrow) / packed(exact)).toBeLessThan(0.65)
  })
})
