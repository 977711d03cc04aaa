// SPDX-License-Identifier: Apache-2.0
import type { Rounds } from '../../graph'
import type { ControlOperation } from '../../operations/control'
import { finish, type Owner } from './body-owner'
import type { OnnxNode } from './context'
import { counterDims, loopRounds, scanRounds, writeLoopRounds, writeScanRounds } from './rounds'
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
    const [held = -1, otherwise = -1] = [then[i], other[i]]
    if (node.sequences.choose(node, i, [condition, held, otherwise])) return
    finish(node, i, { kind: 'Choice' }, [condition, held, otherwise], output)
  })
  return true
}

/** count, condition, what the rounds begin with; the body is given the round's number, the condition and that. */
function writeLoop({ node, scope, write }: Owner): boolean {
  const graph = node.attributes.graph('body')
  if (graph === undefined) return false
  const [count = -1, condition = -1, ...starts] = node.inputs
  const rounds = loopRounds(node, graph)
  if (rounds === undefined && starts.some((tensor) => node.sequences.isNoTensor(tensor))) {
    return node.sequences.leaveOut(node)
  }
  if (rounds !== undefined) return writeLoopRounds({ node, scope, write }, graph, rounds, starts)
  const body = openBody(node, scope)
  const given = (graph.input ?? []).map(({ name = '' }, i) => {
    const start = starts[i - 2]
    return i < 2 || start === undefined
      ? body.begin(name, { kind: 'RoundInput', given: 'counter', dims: i < 2 ? counterDims(graph, i) : [] }, [])
      : body.begin(name, { kind: 'RoundInput', given: 'value', axis: 0 }, [start])
  })
  const [another = -1, ...ends] = write(graph, body.scope())
  node.outputs.forEach((output, i) => {
    const [start, end = -1] = [starts[i], ends[i]]
    if (start !== undefined) finish(node, i, { kind: 'RoundResult', given: 'value' }, [start, end], output)
    else finish(node, i, { kind: 'RoundResult', given: 'counted', axis: 0, along: 0 }, [end, count], output)
  })
  const [number = -1, going = -1, ...states] = given
  node.builder.setRounds(body.index, {
    ...{ within: scope.rounds, count, condition, number, going, another, elements: [] },
    ...{ numberDims: counterDims(graph, 0), goingDims: counterDims(graph, 1) },
    states: starts.map((start, i) => stateOf(node, i, start, states[i], ends[i])),
    collected: ends
      .slice(starts.length)
      .map((end, i) => ({ end, result: node.outputs[starts.length + i] ?? -1, axis: 0, turned: false })),
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
  const body = openBody(node, scope)
  const given = (graph.input ?? []).map(({ name = '' }, i) => {
    const kind = i < states ? 'value' : 'element'
    const axis = inputAxes[i - states] ?? 0
    return body.begin(name, { kind: 'RoundInput', given: kind, axis }, [node.inputs[i] ?? -1])
  })
  const ends = write(graph, body.scope())
  node.outputs.forEach((output, i) => {
    const [start = -1, end = -1] = [node.inputs[i], ends[i]]
    if (i < states) finish(node, i, { kind: 'RoundResult', given: 'value' }, [start, end], output)
    else {
      const [axis, along] = [outputAxes[i - states] ?? 0, inputAxes[0] ?? 0]
      const operation = { kind: 'RoundResult', given: 'elements', axis, along } as const
      finish(node, i, operation, [end, node.inputs[states] ?? -1], output)
    }
  })
  const turned = (attribute: string) => attributes.ints(attribute) ?? []
  const [inputsTurned, outputsTurned] = [turned('scan_input_directions'), turned('scan_output_directions')]
  node.builder.setRounds(body.index, {
    ...{
      within: scope.rounds,
      count: -1,
      condition: -1,
      number: -1,
      numberDims: [],
      going: -1,
      goingDims: [],
      another: -1,
    },
    states: given.slice(0, states).map((tensor, i) => stateOf(node, i, node.inputs[i] ?? -1, tensor, ends[i])),
    elements: given.slice(states).map((tensor, i) => ({
      ...{ of: node.inputs[states + i] ?? -1, given: tensor, axis: inputAxes[i] ?? 0, turned: inputsTurned[i] === 1 },
    })),
    collected: ends.slice(states).map((end, i) => ({
      ...{ end, result: node.outputs[states + i] ?? -1, axis: outputAxes[i] ?? 0, turned: outputsTurned[i] === 1 },
    })),
  })
  return true
}

function stateOf({ outputs }: OnnxNode, i: number, start: number, given = -1, end = -1): Rounds['states'][number] {
  return { start, given, end, result: outputs[i] ?? -1 }
}

/** A body that runs in rounds: the nodes that give it what it is given, then those of its graph. */
function openBody({ builder, name, opType }: OnnxNode, scope: Scope) {
  const index = builder.addRounds()
  const known = new Map<string, number>()
  builder.setPlace({ conditions: scope.conditions, body: `${name}/body`, rounds: index })
  return {
    index,
    begin(input: string, operation: ControlOperation, inputs: readonly number[]): number {
      const part = `${name}/body/${input}`
      const output = builder.addTensor(part)
      builder.addNode(part, opType, operation, inputs, [output], [])
      known.set(input, output)
      return output
    },
    scope: () =>
      scope.inner(`${name}/body`.slice(scope.prefix.length), { outer: scope, known, isBody: true, rounds: index }),
  }
}
