// SPDX-License-Identifier: Apache-2.0
import type { Configuration } from '#contract/configuration'
import { ok, type Result } from '#contract/errors'
import { inferShapes } from '#core/model/infer-shapes'
import type { OpenedModel } from '#core/model/open'
import { profileIdOf } from '#core/planning/engines/mnn/releases/profiles'
import { RELEASES, UNRELEASED } from '#core/planning/engines/mnn/releases/tags'
import { createPlan } from '#core/planning/plan'
import { type Outcome, outcome } from './outcome'
import type { GpuRow } from './rows'

const MIB = 2 ** 20
/**
 * What a session reports of itself is noted with four decimals, and counts what was once in a pool and is no longer: a
 * file without sizes makes constants that are made again later.
 */
const REPORTED_TOLERANCE = 0.001
const REPORTED_ROUNDING = 0.002

/** Devices of the rows; `half`: they compute in half precision. */
const DEVICES: Readonly<Partial<Record<string, { readonly gpu: string; readonly half: boolean }>>> = {
  adreno: { gpu: 'adreno', half: true },
  mali: { gpu: 'mali', half: true },
  intel: { gpu: 'intel', half: true },
  intelsg: { gpu: 'intelSubgroups', half: true },
  // PoCL names its vendor so, and has neither.
  pocl: { gpu: 'intel', half: false },
  other: { gpu: 'other', half: true },
  other32: { gpu: 'other', half: false },
}

/** null where no profile models the row. A problem where the model cannot have its input, or has no plan. */
export function gpuOutcome(row: GpuRow, opened: OpenedModel): Result<Outcome> | null {
  const { device, mode, memory, precision, inputSetBeforeExecutions } = row
  const [release = ''] = row.version.split(',')
  const lowMemory = row.version.endsWith(',lowmem')
  const version = row.version.includes('#4783') ? UNRELEASED : release
  const known = DEVICES[device]
  if (known === undefined || ![...RELEASES, UNRELEASED].includes(version)) return null
  const sizes = Object.fromEntries(
    row.inputs.split(' ').map((input) => {
      // Names of TFLite models have colons.
      const colon = input.lastIndexOf(':')
      const dims = input
        .slice(colon + 1)
        .split(',')
        .filter(Boolean)
      return [input.slice(0, colon), dims.map(Number)]
    }),
  )
  const shaped = inferShapes(opened.model, sizes)
  if (!shaped.ok) return shaped
  const configuration: Configuration = {
    profile: profileIdOf({ version, lowMemory }),
    threads: 1,
    isa: 'avx2',
    settings: {
      backend: 'opencl',
      gpu: known.gpu,
      gpuHalf: known.half,
      gpuMemory: mode,
      memory,
      precision,
      createdFor: inputSetBeforeExecutions ? 'resized' : 'file',
    },
  }
  const { fileBytes } = opened
  const plan = createPlan({ modelId: row.model, shaped: shaped.value, fileBytes, configuration, catalog: null })
  if (!plan.ok) return plan
  const { lifecycle, totalBytes, notes } = plan.value
  const told = notes.find((note) => note.id === 'note.gpuSessionInfo')
  const counted = told?.id === 'note.gpuSessionInfo' ? told.counted : null
  const { created, resized, ran, rc } = row
  const loadPeak = Math.max(created.peak.all, resized.peak.all)
  const modelledPeak = Math.max(lifecycle?.loading ?? 0, lifecycle?.running ?? 0)
  return ok(
    outcome(
      `${row.version} OpenCL ${mode}`,
      [row.model, row.inputs, row.version, device, mode, memory, precision].join(' '),
      [
        { aspect: 'loaded', modelled: lifecycle?.loaded ?? undefined, measured: resized.live.all },
        { aspect: 'load peak', modelled: lifecycle?.loading ?? undefined, measured: loadPeak },
        // −1: it was created and sized, not run.
        ...(rc === 0
          ? ([
              { aspect: 'after run', modelled: totalBytes, measured: ran.live.all },
              { aspect: 'run peak', modelled: modelledPeak, measured: ran.peak.all },
            ] as const)
          : []),
        // With layers on the CPU what that holds is counted too, which is not modelled here.
        ...(counted === null
          ? []
          : [
              {
                aspect: 'session',
                modelled: counted / MIB,
                measured: row.sessionInfoMiB.resized,
                tolerance: REPORTED_TOLERANCE,
                rounding: REPORTED_ROUNDING,
              } as const,
            ]),
      ],
    ),
  )
}
