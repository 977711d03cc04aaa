// SPDX-License-Identifier: Apache-2.0
import { measure } from '#core/planning/engines/ncnn/rules/executor'
import { type Cell, RecurrentExecutor } from '#core/planning/engines/ncnn/rules/recurrent'
import { type Outcome, outcome } from '../outcome'
import { requests } from './convolutions'
import { measuredEngine } from './engines'

/** One measured recurrent layer; test/fixtures/golden/README.md explains the keys. */
export interface NcnnRecurrentRow {
  readonly e: string
  readonly b: string
  readonly cell: Cell
  /** Steps, inputs, hidden. */
  readonly r: readonly [number, number, number]
  readonly dir: 0 | 1 | 2
  readonly lm: 0 | 1
  readonly bf?: 0 | 1
  readonly hf?: 0 | 1 | 2
  readonly wb: number
  readonly wn: number
  readonly wp: number
  readonly ev: readonly number[]
  readonly ob: number
}

/** null where no release models the row's engine. */
export function ncnnRecurrentOutcome(row: NcnnRecurrentRow): Outcome | null {
  const { e, b, cell, r, dir, lm, bf = 0, hf = 0 } = row
  const found = measuredEngine({ e, b, l2: 1 << 20, pc: 1, t: 1, wg: 7, sg: 1, pk: 1, bf, hf })
  if (found === null) return null
  const { engine, settings } = found
  const [steps, inputs, hidden] = r
  const layer = { cell, steps, inputs, hidden, directions: dir === 2 ? 2 : 1, isGiven: false, givesStates: false }
  const executor = new RecurrentExecutor(layer, engine.recurrent, { ...settings, lightMode: lm === 1 })
  const size = measure(executor)
  return outcome(`ncnn ${e} ${b} ${cell}`, `ncnn ${e} ${b} ${cell} [${r}] direction ${dir} lm${lm} bf${bf} hf${hf}`, [
    { aspect: 'static', modelled: size.packedWeightBytes, measured: row.wb },
    { aspect: 'mats', modelled: size.mats, measured: row.wn },
    { aspect: 'load peak', modelled: size.loadPeakBytes, measured: row.wp },
    { aspect: 'requests', modelled: requests(executor).join(), measured: row.ev.join() },
    { aspect: 'blobs', modelled: size.blobBytes, measured: row.ob },
  ])
}
