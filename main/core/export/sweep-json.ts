// SPDX-License-Identifier: Apache-2.0
import { changeGroups } from '#contract/change-groups'
import type { Sweep, SweepAxis } from '#contract/sweep'
import { english } from '#messages/say'

const SCHEMA = 'convscope-sweep'
/** Raised when a field changes its meaning or goes away. */
const SCHEMA_VERSION = 1

/** A sweep as JSON. Modelled bytes; null is what is not known. Layers are named as on screen. */
export function sweepJson({ configuration, axis, points, changes, resized }: Sweep, fileName: string): string {
  const document = {
    schema: SCHEMA,
    schemaVersion: SCHEMA_VERSION,
    model: { fileName },
    configuration,
    varied: axisName(axis),
    points: points.map(({ value, outcome }, at) => ({
      value,
      ...(outcome.ok
        ? { totals: outcome.value.totals, totalBytes: outcome.value.totalBytes, atLeast: outcome.value.lowerBound }
        : { problem: english(outcome.problem.message) }),
      ...(resized === null ? {} : { session: resized.held[at] ?? null }),
    })),
    changes: changes.map(({ from, to, deltas, totalDelta, layers }) => ({
      from: points[from]?.value,
      to: points[to]?.value,
      delta: { categories: deltas, total: totalDelta },
      groups: changeGroups(layers).map(({ a, b, layers: alike, packedWeightDelta, workspaceDelta }) => ({
        from: { algorithm: a.algorithm, unit: a.unit },
        to: { algorithm: b.algorithm, unit: b.unit },
        packedWeightDelta,
        workspaceDelta,
        layers: alike.map(({ title }) => title),
      })),
    })),
    ...(resized === null ? {} : { resizing: english(resized.rule) }),
  }
  return `${JSON.stringify(document, null, 2)}\n`
}

/** What is varied, in one word: dimensions with commas between them, "threads", "sessions-runtime", or the id of a setting. */
export function axisName(axis: SweepAxis): string {
  if (axis.kind === 'size') return axis.dimensions.join(',')
  if (axis.kind === 'sessions') return `sessions-${axis.sharing}`
  return axis.kind === 'setting' ? axis.setting : 'threads'
}
