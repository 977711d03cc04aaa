// SPDX-License-Identifier: Apache-2.0
import { layerSettings } from '#core/planning/engines/mnn/engine'
import { EagerPool } from '#core/planning/engines/mnn/pools/eager-pool'
import { measure } from '#core/planning/engines/mnn/rules/executor'
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import type { WeightCoding } from '#core/planning/layers/weight-coding'
import { engineOf, settingsOf } from './engines'
import { type Outcome, outcome } from './outcome'
import type { ConvRow } from './rows'

const MEASURED_NAMES: Readonly<Partial<Record<string, string>>> = {
  'strassen-1x1': 'strassen1x1',
  'depthwise-3x3': 'depthwise',
  grouped: 'group',
}

/** One outcome a memory mode of the row; null where no profile models its engine. */
export function convolutionOutcomes(row: ConvRow): Outcome[] | null {
  const found = engineOf(row.e, row.b)
  if (found === null) return null
  const { engine, profile, isa } = found
  const problem = problemOf(row.s)
  const level = engine.settings.some(({ id }) => id === 'winogradLevel') && row.w !== undefined ? ` level ${row.w}` : ''
  const processor = row.weights === undefined ? '' : ` ${row.weights} on ${row.cpu}`
  return [...row.m].map((mode) => {
    const configuration = {
      profile,
      isa,
      threads: row.t,
      settings: settingsOf(found, { ...row, m: mode }),
    }
    const settings = layerSettings(engine, configuration)
    const { chosen } = engine.select({ problem, constantWeight: true, biasElements: null, ...codingOf(row) }, settings)
    const size = measure(chosen, engine.pool.create(null, null))
    const inner = chosen.inner?.executor
    // Eager totals that differ from the default pool's were noted for 2.8.1 only.
    const eager =
      row.e === '2.8.1' && row.weights === undefined
        ? [
            {
              aspect: 'eager',
              modelled: measure(chosen, new EagerPool()).workspaceBytes,
              measured: row.de ?? row.db,
            } as const,
          ]
        : []
    return outcome(
      `${row.e} ${row.b}${level}${processor}`,
      `${row.e} ${row.b}${processor} ${mode} t${row.t} [${row.s}]`,
      [
        {
          aspect: 'algorithm',
          modelled: names(chosen.algorithm, inner?.algorithm),
          measured: [row.a, ...(row.sa === undefined ? [] : [row.sa])].join(' of '),
        },
        { aspect: 'unit', modelled: chosen.unit ?? inner?.unit ?? undefined, measured: row.u },
        { aspect: 'static', modelled: size.packedWeightBytes, measured: row.sb },
        { aspect: 'dynamic', modelled: size.workspaceBytes, measured: row.db },
        {
          aspect: 'executor',
          modelled: [chosen.className, ...(inner === undefined ? [] : [inner.className])].join(' of '),
          measured: [row.c, ...(row.sc === undefined ? [] : [row.sc])].join(' of '),
        },
        // Of integer weights it was not noted.
        ...(row.weights === undefined
          ? [{ aspect: 'peak', modelled: size.creationPeakBytes, measured: row.sp ?? row.sb } as const]
          : []),
        ...eager,
      ],
    )
  })
}

/** Weights that are stored as integers of eight bits have one scale for each output channel. */
function codingOf({ weights }: ConvRow): { readonly coding?: WeightCoding } {
  return weights === 'int8' ? { coding: { bits: 8, linear: true, blocks: 1 } } : {}
}

function names(algorithm: string, inner: string | undefined): string {
  return [algorithm, ...(inner === undefined ? [] : [inner])].map((name) => MEASURED_NAMES[name] ?? name).join(' of ')
}

/** `[n, ic, ih, iw, oc, kh, kw, sh, sw, dh, dw, ph, pw, g, dw?]` */
export function problemOf(shape: readonly number[]): ConvProblem {
  const at = (index: number): number => {
    const value = shape[index]
    if (value === undefined) throw new Error(`a shape of ${shape.length} numbers`)
    return value
  }
  const out = (length: number, pad: number, dilation: number, kernel: number, stride: number) =>
    Math.floor((length + 2 * pad - dilation * (kernel - 1) - 1) / stride) + 1
  return {
    batch: at(0),
    inChannels: at(1),
    inHeight: at(2),
    inWidth: at(3),
    outChannels: at(4),
    outHeight: out(at(2), at(11), at(9), at(5), at(7)),
    outWidth: out(at(3), at(12), at(10), at(6), at(8)),
    kernelHeight: at(5),
    kernelWidth: at(6),
    strideHeight: at(7),
    strideWidth: at(8),
    dilationHeight: at(9),
    dilationWidth: at(10),
    padTop: at(11),
    padLeft: at(12),
    padBottom: at(11),
    padRight: at(12),
    group: at(13),
    depthwise: shape[14] === 1,
  }
}
