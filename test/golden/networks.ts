// SPDX-License-Identifier: Apache-2.0
import type { ShapedModel } from '#core/model/shapes'
import { planSession } from '#core/planning/engines/mnn/session/session-plan'
import { english } from '#messages/say'
import { ModelSketch } from '../core/planning/engines/mnn/model-sketch'
import { engineOf, settingsOf } from './engines'
import { type Outcome, outcome } from './outcome'
import type { NetRow } from './rows'

/** null where no profile models the row's engine. */
export function networkOutcomes(row: NetRow): Outcome[] | null {
  const found = engineOf(row.e, row.b)
  if (found === null) return null
  const { engine, profile, isa } = found
  const shaped = graphOf(row)
  return [...row.m].map((mode) => {
    const result = planSession(engine, {
      modelId: 'graph',
      shaped,
      fileBytes: 0,
      configuration: {
        profile,
        threads: row.t,
        isa,
        settings: settingsOf(found, { m: mode, ...(row.w === undefined ? {} : { w: row.w }) }),
      },
      catalog: null,
    })
    if (!result.ok) throw new Error(english(result.problem.message))
    const { totals, decisions } = result.value
    const dynamicBytes = totals.activations + totals.workspace
    const separateStatic = row.sb !== undefined && engine.pool.block !== 'static'
    return outcome(`${row.e} ${row.b} sessions`, `${row.e} ${row.b} ${mode} t${row.t} ${JSON.stringify(row.cv)}`, [
      ...(row.c === undefined
        ? []
        : [
            {
              aspect: 'algorithm',
              modelled: decisions
                .map(({ executor, unit }) => (unit === null ? executor : `${executor}:${unit}`))
                .join(' '),
              measured: row.c.join(' '),
            } as const,
          ]),
      ...(row.db === undefined ? [] : [{ aspect: 'dynamic', modelled: dynamicBytes, measured: row.db } as const]),
      ...(separateStatic ? [{ aspect: 'static', modelled: totals.packedWeights, measured: row.sb } as const] : []),
      // Reported as float32 MiB.
      ...(row.mem === undefined
        ? []
        : [
            {
              aspect: 'session',
              modelled: Math.fround((totals.packedWeights + dynamicBytes) / 2 ** 20),
              measured: Math.fround(row.mem / 2 ** 20),
            } as const,
          ]),
    ])
  })
}

/** The measured graph: convolutions on packed tensors, tensors without consumer are outputs. */
function graphOf(row: NetRow): ShapedModel {
  const sketch = new ModelSketch('mnn')
  const tensors = [sketch.input(row.x)]
  const consumed = new Set<number>()
  for (const [source, outChannels, kernel, stride, pad, group, depthwise] of row.cv) {
    const from = tensors[source] ?? -1
    consumed.add(from)
    tensors.push(sketch.conv(from, { outChannels, kernel, stride, pad, group, depthwise: depthwise === 1 }))
  }
  return sketch.shaped(tensors.filter((tensor) => !consumed.has(tensor)))
}
