// SPDX-License-Identifier: Apache-2.0
import type { Configuration } from '#contract/configuration'
import { fail, ok, type Result } from '#contract/errors'
import type { Plan } from '#contract/plan'
import { inferShapes } from '#core/model/infer-shapes'
import type { OpenedModel } from '#core/model/open'
import { timeRatio } from '#core/planning/advice/time'
import { createPlan } from '#core/planning/plan'
import { engineOf } from './engines'
import { type Outcome, outcome } from './outcome'
import type { TimeRow } from './rows'

/** Modelled ratios of times are right within this. */
const TOLERANCE = 0.2

/** How long memory mode low takes against normal; null where no profile models it. */
export function timeOutcome(row: TimeRow, { model, fileBytes }: OpenedModel): Result<Outcome> | null {
  const found = engineOf(row.version, row.build)
  if (found === null) return null
  const [first] = model.inputs
  const name = model.tensors[first?.tensor ?? -1]?.name
  const shaped = inferShapes(model, row.input === undefined || name === undefined ? {} : { [name]: row.input })
  if (!shaped.ok) return shaped
  const planOf = (memory: string) => {
    const configuration: Configuration = { profile: found.profile, isa: found.isa, threads: 1, settings: { memory } }
    const { machine } = row
    return createPlan({
      modelId: row.model,
      shaped: shaped.value,
      fileBytes,
      configuration,
      catalog: null,
      timesFor: machine,
    })
  }
  const [low, normal] = [planOf('low'), planOf('normal')]
  if (!low.ok) return fail(low.problem)
  if (!normal.ok) return fail(normal.problem)
  const layers = ({ othersNanoseconds: _others, ...plan }: Plan): Plan => plan
  return ok(
    outcome(`${row.version} ${row.build} times`, [row.model, row.version, row.build].join(' '), [
      {
        aspect: 'time ratio',
        modelled: timeRatio(layers(normal.value), layers(low.value)) ?? undefined,
        measured: row.convolutions.low / row.convolutions.normal,
        tolerance: TOLERANCE,
      },
      {
        aspect: 'inference ratio',
        modelled: timeRatio(normal.value, low.value) ?? undefined,
        measured: row.milliseconds.low / row.milliseconds.normal,
        tolerance: TOLERANCE,
      },
    ]),
  )
}
