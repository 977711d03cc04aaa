// SPDX-License-Identifier: Apache-2.0
import type { ControlOperation } from '../../operations/control'
import { finish, type Owner } from './body-owner'
import type { OnnxNode } from './context'
import { loopRounds, scanRounds, writeLoopRounds, writeScanRounds } from './rounds'
import type { Scope } from './scope'

/** Writes If, Loop or Scan as nodes around those of their bodies; false where the node is none of these. */
export function writeControlFlow(owner: Owner): boolean {
  switch (owner.node.opType) {
    case 'If':
      return writeChoice(owner)
    case 'Loop':
      return writeLoop(owner)
    case 'Scan':
      return writeScan(owner)
    default:
      return false
  }
}

function writeChoice({ node, scope, write }: Owner): boolean {
  const { attributes, inputs, outputs } = node
  const [condition = -1] = inputs
  const [then, other] = (['then', 'else'] as const).map((part) => {
    const graph = attributes.graph(`${part}_branch`)
    const conditions = [...scope.conditions, { tensor: condition, holds: part === 'then' }]
    return (
      graph &&
      write(
        graph,
        scope.inner(`${node.name}/${part}`.slice(scope.prefix.length), { outer: scope, conditions, isBody: true }),
      )
    )
  })
  if (then === undefined || other === undefined) return false
  outputs.forEach((output, i) => {
    finish(node, i, { kind: 'Choice' }, [condition, then[i] ?? -1, other[i] ?? -1], output)
  })
  return true
}

/** count, condition, what the rounds begin with; the body is given the round's number, the condition and that. */
function writeLoop({ node, scope, write }: Owner): boolean {
  const graph = node.attributes.graph('body')
  if (graph === undefined) return false
  const [count = -1, , ...starts] = node.inputs
  const rounds = loopRounds(node, graph)
  if (rounds !== undefined) return writeLoopRounds({ node, scope, write }, graph, rounds, starts)
  const known = new Map<string, number>()
  node.builder.setPlace({ conditions: scope.conditions, body: `${node.name}/body` })
  ;(graph.input ?? []).forEach(({ name = '' }, i) => {
    const start = starts[i - 2]
    known.set(
      name,
      i < 2 || start === undefined
        ? begin(node, name, { kind: 'RoundInput', given: 'counter', axis: 0 }, [])
        : begin(node, name, { kind: 'RoundInput', given: 'value', axis: 0 }, [start]),
    )
  })
  const [, ...ends] = write(graph, bodyScope(node, scope, known))
  node.outputs.forEach((output, i) => {
    const [start, end = -1] = [starts[i], ends[i]]
    if (start !== undefined) finish(node, i, { kind: 'RoundResult', given: 'value' }, [start, end], output)
    else finish(node, i, { kind: 'RoundResult', given: 'counted', axis: 0, along: 0 }, [end, count], output)
  })
  return true
}

/** What the rounds begin with, then tensors of which every round is given one element. */
function writeScan({ node, scope, write }: Owner): boolean {
  const { attributes, opset } = node
  const graph = attributes.graph('body')
  // The first Scan had batches.
  if (graph === undefined || opset < 9) return false
  const elements = attributes.int('num_scan_inputs', 1)
  const states = node.inputs.length - elements
  if (states < 0) return false
  const [inputAxes, outputAxes] = [attributes.ints('scan_input_axes') ?? [], attributes.ints('scan_output_axes') ?? []]
  const rounds = scanRounds(node, graph, states, inputAxes[0] ?? 0)
  if (rounds !== undefined) return writeScanRounds({ node, scope, write }, graph, rounds, states)
  const known = new Map<string, number>()
  node.builder.setPlace({ conditions: scope.conditions, body: `${node.name}/body` })
  ;(graph.input ?? []).forEach(({ name = '' }, i) => {
    const given = i < states ? 'value' : 'element'
    const axis = inputAxes[i - states] ?? 0
    known.set(name, begin(node, name, { kind: 'RoundInput', given, axis }, [node.inputs[i] ?? -1]))
  })
  const ends = write(graph, bodyScope(node, scope, known))
  node.outputs.forEach((output, i) => {
    const [start = -1, end = -1] = [node.inputs[i], ends[i]]
    if (i < states) finish(node, i, { kind: 'RoundResult', given: 'value' }, [start, end], output)
    else {
      const [axis, along] = [outputAxes[i - states] ?? 0, inputAxes[0] ?? 0]
      const operation = { kind: 'RoundResult', given: 'elements', axis, along } as const
      finish(node, i, operation, [end, node.inputs[states] ?? -1], output)
    }
  })
  return true
}

function bodyScope({ name }: OnnxNode, scope: Scope, known: ReadonlyMap<string, number>): Scope {
  return scope.inner(`${name}/body`.slice(scope.prefix.length), { outer: scope, known, isBody: true })
}

function begin(
  { builder, name, opType }: OnnxNode,
  input: string,
  operation: ControlOperation,
  inputs: number[],
): number {
  const node = `${name}/body/${input}`
  const output = builder.addTensor(node)
  builder.addNode(node, opType, operation, inputs, [output], [])
  return output
}
