// SPDX-License-Identifier: Apache-2.0
import type { Node } from '#core/model/graph'
import type { ResolvedOperation, ShapedModel } from '#core/model/shapes'
import type { JoinedMerges } from '../conversion/converted-model'
import type { Region } from '../geometry/region'

/** A node as MNN runs it: inputs and outputs name the tensors that really exist. */
export interface SessionOp {
  readonly node: number
  /** 'Conversion': a change of layout that the converter inserts on behalf of the node; 'Raster': a copy. */
  readonly kind: ResolvedOperation['kind'] | 'Conversion' | 'Raster'
  readonly inputs: readonly number[]
  readonly outputs: readonly number[]
  /** Of a raster: what it copies, one region an input. */
  readonly regions?: readonly Region[] | undefined
  /** The converter fused an activation into it. */
  readonly activated?: boolean
  /** It runs on the plain backend (backends.ts). */
  readonly onPlainBackend?: boolean
  /** A loop over rows stands for its broadcast (geometry/binary.ts). */
  readonly isLoop?: boolean
  /** Of a matrix product that stands for another operation. */
  readonly product?: {
    readonly rows: number
    readonly depth: number
    readonly columns: number
    readonly hasBias: boolean
    /** Every thread multiplies for itself. */
    readonly isBatch?: true
  }
  /** Of a loop that stands for a broadcast: elements of a row that it gathers (geometry/binary.ts). */
  readonly gatheredRow?: number
}

export interface ConverterView {
  /** In execution order. */
  readonly ops: readonly SessionOp[]
  readonly inputs: readonly number[]
  readonly outputs: readonly number[]
  /** Nodes that became part of another. */
  readonly fused: number
  /** Ids of nodes that run but have outputs of unknown shape: no memory can be planned for them. */
  readonly unknown: readonly number[]
}

/**
 * The graph that MNN would run. A .mnn file is taken as it is; from other formats, MNN's converter folds
 * BatchNorm and Scale into the convolution before them, ReLU and ReLU6 into the convolution (or
 * ReLU into the addition) before them, and drops Identity and Dropout.
 * 2.8.1: tools/converter/source/optimizer (merge of batch norm, scale, relu and relu6). `joins`: nodes that stand for
 * the convolution whose groups they put together, which are written apart afterwards.
 */
export function converterView(
  shaped: ShapedModel,
  joins: ReadonlyMap<number, JoinedMerges> = new Map(),
): ConverterView {
  const { model } = shaped
  const converted = isConverted(shaped)
  const consumers = countConsumers(shaped, converted)
  const standIn = new Map<number, number>()
  const resolve = (tensor: number): number => standIn.get(tensor) ?? tensor
  const producer = new Map<number, Producer>()
  const ops: SessionOp[] = []
  let fused = 0
  const unknown: number[] = []
  for (const node of model.nodes) {
    if (shaped.folded[node.id] === true) continue
    const operation = shaped.operations[node.id]
    if (!operation || node.outputs.some((tensor) => tensor >= 0 && shaped.dims[tensor] == null)) {
      unknown.push(node.id)
      continue
    }
    const [input = -1] = node.inputs
    const source = resolve(input)
    const before = consumers(input) === 1 ? producer.get(source) : undefined
    const merged = converted ? null : merge(node, operation, before)
    if (merged !== null && !shaped.constants.has(source)) {
      for (const output of node.outputs) standIn.set(output, source)
      const producing = producer.get(source)
      if (producing !== undefined && merged === 'activation') {
        producer.set(source, { ...producing, activated: true })
        const index = ops.findIndex(({ outputs }) => outputs.includes(source))
        const op = ops[index]
        if (op !== undefined) ops[index] = { ...op, activated: true }
      }
      fused += 1
      continue
    }
    for (const output of node.outputs) {
      producer.set(output, {
        kind: joins.has(node.id) ? 'Conv' : operation.kind,
        merges: joins.get(node.id) ?? 'all',
        activated: 'activation' in operation && operation.activation !== 'none',
      })
    }
    ops.push({
      node: node.id,
      kind: operation.kind,
      inputs: node.inputs.filter((tensor) => tensor >= 0).map(resolve),
      outputs: node.outputs.filter((tensor) => tensor >= 0),
    })
  }
  return {
    ops,
    inputs: model.inputs.map(({ tensor }) => tensor),
    outputs: model.outputs.map(resolve),
    fused,
    unknown,
  }
}

/** Whether the file is one of MNN's own: its converter has done its work, and states the layouts of tensors. */
export function isConverted({ model }: ShapedModel): boolean {
  return model.convertedFor === 'MNN'
}

/** What made a tensor. */
interface Producer {
  readonly kind: SessionOp['kind']
  readonly merges: JoinedMerges
  readonly activated: boolean
}

type Merge = 'affine' | 'activation' | 'nothing'

/** How the converter merges `node` into what made its input; null: it stays. */
function merge(node: Node, operation: ResolvedOperation, before: Producer | undefined): Merge | null {
  if (node.operation.kind === 'Identity') return 'nothing'
  // Kernels of the integers that the file is made of do it when they store them.
  if (node.operation.kind === 'Unary' && node.operation.saturates) return 'nothing'
  if (before === undefined || before.activated) return null
  if (operation.kind === 'BatchNorm' || operation.kind === 'Scale') return before.kind === 'Conv' ? 'affine' : null
  if (operation.kind !== 'Unary' || before.merges === 'affine') return null
  const isRelu = operation.function === 'relu'
  const isRelu6 = operation.function === 'clip' && operation.alpha === 0 && operation.beta === 6
  if (before.kind === 'Conv') return isRelu || isRelu6 ? 'activation' : null
  return before.kind === 'Binary' && isRelu ? 'activation' : null
}

/**
 * By tensor; a model output counts as consumed once more. The outputs of an Identity that is dropped are one tensor with
 * its input, so that a value which goes several ways is known to (ncnn's Split has an output for each).
 */
function countConsumers({ model, folded }: ShapedModel, converted: boolean): (tensor: number) => number {
  const counts = new Map<number, number>()
  const origin = new Map<number, number>()
  const originOf = (tensor: number) => origin.get(tensor) ?? tensor
  const count = (tensor: number) => counts.set(originOf(tensor), (counts.get(originOf(tensor)) ?? 0) + 1)
  for (const { id, operation, inputs, outputs } of model.nodes) {
    if (folded[id] === true) continue
    if (converted || operation.kind !== 'Identity') inputs.forEach(count)
    else for (const output of outputs) origin.set(output, originOf(inputs[0] ?? -1))
  }
  model.outputs.forEach(count)
  return (tensor) => counts.get(originOf(tensor)) ?? 0
}
