// SPDX-License-Identifier: Apache-2.0
import type { ScatterMode } from '#core/model/operations/index'
import { readRecord } from '../../flatbuffers/record'
import { part, type Translate, unsupported, withRecord } from '../context'
import { AXIS, BINARY, ONE_HOT, TOP_K } from '../schema'

/** Ops that read or write elements by index. An axis is an input, which must be constant. */

/** Of an optional input; undefined where only a run knows it. */
function axisOf(op: Parameters<Translate>[0], input: number, absent: number): number | undefined {
  return op.inputs.length > input ? op.file.builder.values(op.inputs[input])?.[0] : absent
}

const RUN_TIME_AXIS = { operation: unsupported({ id: 'unsupported.atRunTime', what: 'axis' }) }

export const translateGatherElements: Translate = (op) => {
  const axis = axisOf(op, 2, 0)
  if (axis === undefined) return RUN_TIME_AXIS
  return { operation: { kind: 'GatherElements', axis }, inputs: op.inputs.slice(0, 2) }
}

/** Indices of a batch are of another kind than ONNX's: the converter has added where each batch begins. */
export const translateGatherNd: Translate = (op) => {
  const { axis } = readRecord(op.main, AXIS)
  return { operation: axis === 0 ? { kind: 'GatherNd', batchDims: 0 } : unsupported({ id: 'unsupported.batchGather' }) }
}

/** The binary function that joins what is written and what is there. */
const MODES: ReadonlyMap<number, ScatterMode> = new Map([
  [-1, 'replace'],
  [0, 'add'],
  [2, 'mul'],
])

export const translateScatterElements: Translate = (op) => {
  const axis = axisOf(op, 3, 0)
  const mode = MODES.get(op.main === undefined ? -1 : readRecord(op.main, BINARY).opType)
  if (axis === undefined) return RUN_TIME_AXIS
  if (mode === undefined)
    return { operation: unsupported({ id: 'unsupported.unknown', what: 'reduction', value: null }) }
  return { operation: { kind: 'ScatterElements', axis, mode }, inputs: op.inputs.slice(0, 3) }
}

/** indices, updates, shape, [data]: into zeros, where there is no data. */
export const translateScatterNd: Translate = (op) => {
  const [indices = -1, updates = -1, shape = -1, data] = op.inputs
  const stated = op.main === undefined ? undefined : MODES.get(readRecord(op.main, BINARY).opType)
  if (op.main !== undefined && stated === undefined)
    return { operation: unsupported({ id: 'unsupported.unknown', what: 'reduction', value: null }) }
  const { dtype } = op.file.builder.tensor(updates)
  const into = data ?? part(op, { kind: 'ConstantOfShape', value: 0, dtype }, [shape])
  return { operation: { kind: 'ScatterNd', mode: stated ?? 'replace' }, inputs: [into, indices, updates] }
}

/** indices, depth, on, off */
export const translateOneHot = withRecord(ONE_HOT, (op, { axis }) => {
  const [indices = -1, depth = -1, on = -1, off = -1] = op.inputs
  const flat = [off, on].map((value) => part(op, { kind: 'Reshape', shape: [1], allowZero: false }, [value]))
  const values = part(op, { kind: 'Concat', axis: 0 }, flat)
  return { operation: { kind: 'OneHot', axis }, inputs: [indices, depth, values] }
})

/** x, k, [axis] */
export const translateTopK = withRecord(TOP_K, (op, { largest }) => {
  const axis = axisOf(op, 2, -1)
  if (axis === undefined) return RUN_TIME_AXIS
  return { operation: { kind: 'TopK', axis, largest }, inputs: op.inputs.slice(0, 2) }
})
