// SPDX-License-Identifier: Apache-2.0

import type { NcnnEngine, Processor } from '#core/planning/engines/ncnn/engine'
import { formatOf } from '#core/planning/engines/ncnn/layer-formats'
import { loadNet } from '#core/planning/engines/ncnn/net/load'
import type { Net, NetLayer } from '#core/planning/engines/ncnn/net/net'
import { NetRuns } from '#core/planning/engines/ncnn/net/run'
import type { LayerSettings } from '#core/planning/engines/ncnn/rules/layer'
import { selectLayer } from '#core/planning/engines/ncnn/rules/select'
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import { problemOf } from '../convolutions'
import { type Outcome, outcome } from '../outcome'
import { type MeasuredOptions, measuredEngine } from './engines'

/** One measured net under some options; its graph is a row of its own. */
export interface NcnnNetRow extends MeasuredOptions {
  readonly id: string
  readonly lm: 0 | 1
  readonly pool: 0 | 1
  readonly load: number
  readonly loadPeak: number
  readonly runPeak: number
  readonly afterRun: number
  readonly runPeak2: number
  readonly afterRun2: number
}

type Op = readonly ['conv', number, number, number, number, number, number] | readonly ['add', number, number]

/** A graph: tensor 0 is the input, operation j makes tensor j + 1. */
export interface NcnnGraphRow {
  readonly id: string
  /** [c, h, w]. */
  readonly x: readonly [number, number, number]
  readonly ops: readonly Op[]
  /** "b4" is tensor 4. */
  readonly outs: readonly string[]
}

/** null where no release models the row's engine. */
export function ncnnNetworkOutcomes(row: NcnnNetRow, graph: NcnnGraphRow): Outcome[] | null {
  const found = measuredEngine(row)
  if (found === null) return null
  const { engine, processor } = found
  const settings = { ...found.settings, lightMode: row.lm === 1 }
  const net = netOf(graph, engine, processor, settings)
  const load = loadNet(net, engine)
  const runs = new NetRuns(settings, engine, row.pool === 1)
  const [first, second] = [runs.run(net), runs.run(net)]
  return [
    outcome(`ncnn ${row.e} ${row.b} nets`, `ncnn ${row.e} ${row.b} ${row.id} t${row.t} lm${row.lm} pool${row.pool}`, [
      { aspect: 'static', modelled: load.heldBytes, measured: row.load },
      { aspect: 'load peak', modelled: load.peakBytes, measured: row.loadPeak },
      { aspect: 'run peak', modelled: first.peakBytes, measured: row.runPeak },
      { aspect: 'after run', modelled: first.afterBytes, measured: row.afterRun },
      { aspect: 'second run peak', modelled: second.peakBytes, measured: row.runPeak2 },
      { aspect: 'after second run', modelled: second.afterBytes, measured: row.afterRun2 },
    ]),
  ]
}

/** A Split stands behind every tensor with several consumers, as ncnn's tools write it. */
function netOf({ x, ops, outs }: NcnnGraphRow, engine: NcnnEngine, processor: Processor, settings: LayerSettings): Net {
  const dims = new Map<number, readonly number[]>([[0, x]])
  const formatOfType = (type: string) => formatOf(type, engine.formats, settings)
  const sources = ops.map((op) => (op[0] === 'conv' ? [op[1]] : [op[1], op[2]]))
  const consumers = sources.flat()
  const layers: NetLayer[] = []
  let next = ops.length + 1
  const copies = new Map<number, number[]>()
  const split = (tensor: number) => {
    const count = consumers.filter((source) => source === tensor).length
    if (count < 2) return
    const outputs = Array.from({ length: count }, () => next++)
    for (const blob of outputs) dims.set(blob, dims.get(tensor) ?? [])
    copies.set(tensor, [...outputs])
    layers.push({ node: -1, kind: 'split', inputs: [tensor], outputs, format: formatOfType('Split') })
  }
  split(0)
  ops.forEach((op, index) => {
    const inputs = (sources[index] ?? []).map((tensor) => copies.get(tensor)?.shift() ?? tensor)
    const outputs = [index + 1]
    if (op[0] === 'add') {
      dims.set(index + 1, dims.get(op[1]) ?? [])
      layers.push({ node: index, kind: 'other', inputs, outputs, format: formatOfType('BinaryOp') })
    } else {
      const problem = convolution(dims.get(op[1]) ?? [], op)
      const layer = { problem, constantWeight: true, biasElements: problem.outChannels }
      const { chosen } = selectLayer(engine, processor, layer, settings)
      dims.set(index + 1, [problem.outChannels, problem.outHeight, problem.outWidth])
      const format = formatOfType(chosen.type)
      layers.push({ node: index, kind: 'convolution', inputs, outputs, format, executor: chosen })
    }
    split(index + 1)
  })
  return { layers, dims, inputs: [0], outputs: outs.map((name) => Number(name.slice(1))) }
}

function convolution(
  [c = 1, h = 1, w = 1]: readonly number[],
  op: Extract<Op, readonly ['conv', ...unknown[]]>,
): ConvProblem {
  const [, , oc, kernel, stride, pad, group] = op
  return problemOf([1, c, h, w, oc, kernel, kernel, stride, stride, 1, 1, pad, pad, group])
}
