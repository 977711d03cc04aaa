// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import { judge } from '#hosts/cli/check/judge'
import { entryOf, FOUNDING_A, model } from '../../core/export/support/saved-network'

const MIB = 2 ** 20

it('a limit of the resident set says what the resident set is made of, inputs and outputs by name', () => {
  const entry = entryOf('A', FOUNDING_A, 1)
  if (entry.run === undefined) throw new Error('The entry has no run.')
  const nothing = { packedWeights: 0, workspace: 0, activations: 0, modelBuffer: 0, inputsOutputs: 0, other: 0 }
  const report = {
    ...entry.run.report,
    baselineRssBytes: 70 * MIB,
    peakRssBytes: 100 * MIB,
    trackedAtPeakRss: { ...nothing, packedWeights: 16 * MIB, inputsOutputs: MIB },
  }
  const measured = { model, entry: { ...entry, run: { ...entry.run, report } }, lints: [] }
  const [finding] = judge(measured, null, { maxRss: { bytes: 90 * MIB, text: '90MiB' } }, 'measured', [])
  expect(finding).toMatchObject({ limit: 'maxRss', passed: false })
  expect(finding?.message).toBe(
    'The peak resident set is 100.0 MiB, 10.00 MiB over the limit of 90MiB. It is made of 70.00 MiB of the process before the model, 16.00 MiB packed weights, 1.00 MiB inputs and outputs, +13.00 MiB not tracked.',
  )
})
