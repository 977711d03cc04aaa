// SPDX-License-Identifier: Apache-2.0
import { ok, type Result } from '#contract/errors'
import type { CategoryBytes } from '#contract/plan'
import { inferShapes } from '#core/model/infer-shapes'
import type { OpenedModel } from '#core/model/open'
import type { PlanningInput } from '#core/planning/engine'
import { profileOf } from '#core/planning/engines/index'
import { createPlan } from '#core/planning/plan'
import { sessionEngineOf } from './engines'
import { type Outcome, outcome } from './outcome'
import type { SessionRow } from './rows'

/** Targets for real models: what the session reports, and the process's resident set. */
const SESSION_TOLERANCE = 0.01
const RESIDENT_TOLERANCE = 0.05
/** The session's figure is noted with one decimal. */
const SESSION_ROUNDING = 0.05 + 1e-9
const MIB = 2 ** 20

/**
 * null where no profile models the engine. A problem where the model cannot have the row's input, or
 * has no plan.
 */
export function sessionOutcome(row: SessionRow, opened: OpenedModel): Result<Outcome> | null {
  const found = sessionEngineOf(row.version, row.build)
  if (found === null) return null
  const { model, fileBytes } = opened
  const [first] = model.inputs
  const name = model.tensors[first?.tensor ?? -1]?.name
  const shaped = inferShapes(model, row.input === undefined || name === undefined ? {} : { [name]: row.input })
  if (!shaped.ok) return shaped
  const { profile, isa } = found
  const configuration = {
    profile,
    isa,
    threads: row.threads,
    settings: { ...found.settings, memory: row.memory, precision: row.precision ?? 'normal' },
  }
  const input = { modelId: row.model, shaped: shaped.value, fileBytes, configuration, catalog: null }
  if (row.sessions !== undefined) return togetherOutcome(row, input, row.sessions)
  const result = createPlan(input)
  if (!result.ok) return result
  const { totals, residentSetBytes } = result.value
  const sessionMiB = heldMiB(totals)
  const judged = outcome(
    `${row.version} ${row.build} models`,
    [row.model, row.input?.join('×') ?? '', row.version, row.build, row.memory, `t${row.threads}`].join(' '),
    [
      ...(row.sessionInfoMiB == null
        ? []
        : [
            {
              aspect: 'session',
              modelled: sessionMiB,
              measured: row.sessionInfoMiB,
              tolerance: SESSION_TOLERANCE,
              rounding: SESSION_ROUNDING,
            } as const,
          ]),
      ...(row.rssRunMiB == null
        ? []
        : [
            {
              aspect: 'resident set',
              modelled: (residentSetBytes ?? 0) / MIB,
              measured: row.rssRunMiB,
              tolerance: RESIDENT_TOLERANCE,
            } as const,
          ]),
    ],
  )
  return ok(judged)
}

/** What the last of several sessions reports that were made on one runtime. */
function togetherOutcome(row: SessionRow, input: PlanningInput, sessions: number): Result<Outcome> {
  const held = profileOf(input.configuration.profile)?.holdTogether?.(
    'runtime',
    Array.from({ length: sessions }, () => input),
  )
  if (held == null) throw new Error(`sessions of ${row.version} share nothing`)
  if (!held.ok) return held
  const last = held.value.at(-1)
  const judged = outcome(
    `${row.version} ${row.build} sessions on one runtime`,
    [row.model, row.version, row.build, row.memory, `t${row.threads}`, `${sessions} sessions`].join(' '),
    [
      {
        aspect: 'session',
        modelled: last === undefined ? undefined : heldMiB(last),
        measured: row.sessionInfoMiB ?? undefined,
        tolerance: SESSION_TOLERANCE,
        rounding: SESSION_ROUNDING,
      },
    ],
  )
  return ok(judged)
}

function heldMiB({ packedWeights, activations, workspace }: CategoryBytes): number {
  return (packedWeights + activations + workspace) / MIB
}
