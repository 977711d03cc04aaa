// SPDX-License-Identifier: Apache-2.0
import type { Algorithm } from '#contract/algorithms'
import { type Allocator, type Block, Ledger } from '#core/planning/engines/ncnn/memory/allocator'
import {
  type LayerExecutor,
  type MeasuredSize,
  measure,
  type NetExecutor,
} from '#core/planning/engines/ncnn/rules/executor'
import { inputBytes, type LayerSettings } from '#core/planning/engines/ncnn/rules/layer'
import { runningSettings, selectLayer } from '#core/planning/engines/ncnn/rules/select'
import { problemOf } from '../convolutions'
import { type Figure, type Outcome, outcome } from '../outcome'
import { type MeasuredOptions, measuredEngine } from './engines'

/** One measured layer; test/fixtures/golden/README.md explains the keys. */
export interface NcnnConvRow extends MeasuredOptions {
  readonly h: 0 | 1
  readonly s: readonly number[]
  readonly a: string
  readonly u?: number
  readonly wb: number
  readonly wn: number
  readonly wp: number
  readonly wb0?: number
  readonly wn0?: number
  readonly wp0?: number
  readonly ws?: number
  readonly ev?: readonly number[]
  readonly bp?: number
  readonly hx?: number
}

/** null where no release models the row's engine. */
export function ncnnConvolutionOutcomes(row: NcnnConvRow): Outcome[] | null {
  const found = measuredEngine(row)
  if (found === null) return null
  const { engine, processor } = found
  const problem = problemOf(row.s)
  const layer = { problem, constantWeight: true, biasElements: problem.outChannels }
  const chosenUnder = (settings: LayerSettings) => selectLayer(engine, processor, layer, settings).chosen
  const settings = { ...found.settings, shapeHints: row.h === 1 }
  const chosen = chosenUnder({ ...settings, lightMode: true })
  const size = measure(chosen)
  return [
    outcome(`ncnn ${row.e} ${row.b}`, `ncnn ${row.e} ${row.b} t${row.t} [${row.s}]`, [
      { aspect: 'algorithm', modelled: nameOf(chosen, row), measured: row.a.replace('1x1', 'gemm') },
      { aspect: 'unit', modelled: innermost(chosen).unit, measured: row.u },
      { aspect: 'static', modelled: size.packedWeightBytes, measured: row.wb },
      { aspect: 'mats', modelled: size.mats, measured: row.wn },
      { aspect: 'load peak', modelled: size.loadPeakBytes, measured: row.wp },
      ...unlit(row, () => measure(chosenUnder({ ...settings, lightMode: false }))),
      ...run(row, chosen, size, inputBytes(problem, runningSettings(problem, settings))),
    ]),
  ]
}

/** Without light mode, where that was measured. */
function unlit({ wb0, wn0, wp0 }: NcnnConvRow, measured: () => MeasuredSize): Figure[] {
  if (wb0 === undefined) return []
  const size = measured()
  return [
    { aspect: 'static', modelled: size.packedWeightBytes, measured: wb0 },
    { aspect: 'mats', modelled: size.mats, measured: wn0 },
    { aspect: 'load peak', modelled: size.loadPeakBytes, measured: wp0 },
  ]
}

/** Layers too large to run in the time that there was have no such figures. */
function run({ ws, ev, bp, hx }: NcnnConvRow, chosen: LayerExecutor, size: MeasuredSize, input: number): Figure[] {
  if (ws === undefined) return []
  return [
    { aspect: 'dynamic', modelled: size.workspaceBytes, measured: ws },
    { aspect: 'requests', modelled: requests(chosen).join(), measured: ev?.join() },
    { aspect: 'blobs', modelled: size.blobBytes + input, measured: bp },
    { aspect: 'heap', modelled: size.heapBytes, measured: hx },
  ]
}

/** Of the workspace: what is taken, and below zero what is given back. */
export function requests(layer: NetExecutor): number[] {
  const log: number[] = []
  const ledger = new Ledger()
  const workspace: Allocator = {
    take(bytes) {
      log.push(bytes)
      return ledger.take(bytes)
    },
    give(block: Block) {
      log.push(-block.bytes)
      ledger.give(block)
    },
  }
  layer.run({ workspace, blobs: new Ledger(), heap: new Ledger() })
  return log
}

const MEASURED_NAMES: Readonly<Partial<Record<Algorithm, string>>> = {
  'gemm-1x1': 'sgemm',
  im2col: 'sgemm',
  grouped: 'group',
  dilated: 'dilation',
}

/** 20210720 was noted to run every 1×1 layer alike, 20240410 to have GEMM in a layer of its own. */
function nameOf(executor: LayerExecutor, row: NcnnConvRow): string {
  const { algorithm, inner } = executor
  if (inner !== undefined) return `${MEASURED_NAMES[algorithm]}:${nameOf(inner.executor, row)}`
  const [kernelHeight, kernelWidth] = row.s.slice(5, 7)
  const onePoint = kernelHeight === 1 && kernelWidth === 1 && row.a.endsWith('1x1')
  const name = MEASURED_NAMES[algorithm] ?? algorithm
  if (onePoint && (name === 'direct' || name === 'sgemm')) return 'gemm'
  return name === 'sgemm' && executor.className === 'Gemm' ? 'gemm' : name
}

function innermost(executor: LayerExecutor): LayerExecutor {
  return executor.inner === undefined ? executor : innermost(executor.inner.executor)
}
