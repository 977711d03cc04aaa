// SPDX-License-Identifier: Apache-2.0
import { finish, type Owner } from './body-owner'
import type { OnnxNode } from './context'
import type { GraphProto } from './schema'

/**
 * Bodies whose number of rounds the file tells, written once for every round. One with convolutions stands once: engines
 * hold its weights once, however often it runs.
 */

const MOST_ROUNDS = 64
/** Of all rounds. */
const MOST_NODES = 2048
/** Names that stand for each other, one after the other. */
const MOST_NAMES = 32

function affordable(graph: GraphProto, rounds: number | undefined): number | undefined {
  const nodes = graph.node ?? []
  if (rounds === undefined || !(rounds >= 1 && rounds <= MOST_ROUNDS)) return undefined
  const inner = nodes.some(({ opType = '', attribute = [] }) => opType.includes('Conv') || attribute.some(({ g }) => g))
  return inner || rounds * nodes.length > MOST_NODES ? undefined : rounds
}

/** Of a Loop that only its count ends; undefined where that is not known. */
export function loopRounds({ inputs, builder }: OnnxNode, graph: GraphProto): number | undefined {
  const [count = -1, condition = -1] = inputs
  const begins = condition < 0 || builder.values(condition)?.[0] === 1
  return begins && goesOn(graph) ? affordable(graph, builder.values(count)?.[0]) : undefined
}

/** Of a Scan over as many elements as the file states. */
export function scanRounds(
  { inputs, builder }: OnnxNode,
  graph: GraphProto,
  states: number,
  axis: number,
): number | undefined {
  const size = builder.statedDims(inputs[states] ?? -1)?.at(axis)
  return affordable(graph, typeof size === 'number' ? size : undefined)
}

/** Whether a Loop's body says after every round that there is another: by the condition that it is given, or always. */
function goesOn({ input = [], output = [], node = [], initializer = [] }: GraphProto): boolean {
  const given = input[1]?.name
  let name = output[0]?.name ?? ''
  for (let i = 0; i < MOST_NAMES && name !== given; i++) {
    const producer = node.find((each) => each.output?.includes(name))
    const value = producer?.attribute?.find((each) => each.name === 'value')?.t
    const constant = producer === undefined ? initializer.find((each) => each.name === name) : value
    if (producer?.opType !== 'Identity') {
      const stated = producer === undefined || producer.opType === 'Constant'
      return stated && (constant?.rawData?.[0] ?? constant?.int32Data?.[0]?.[0]) === 1
    }
    name = producer.input?.[0] ?? ''
  }
  return name === given
}

/**
 * Of the round's number and of whether it runs, which a Loop's body is given first: as the body states them, in no dims
 * or in one (onnxruntime/core/providers/cpu/controlflow/loop.cc, LoopImpl::Initialize).
 */
export function counterDims({ input = [] }: GraphProto, index: number): readonly number[] {
  return (input[index]?.type?.tensorType?.shape?.dim?.length ?? 0) > 0 ? [1] : []
}

export function writeLoopRounds(owner: Owner, graph: GraphProto, rounds: number, starts: readonly number[]): true {
  const { node } = owner
  const [number, condition, ...names] = (graph.input ?? []).map(({ name = '' }) => name)
  let states = starts
  const collected: (readonly number[])[] = []
  for (let round = 0; round < rounds; round++) {
    const known = new Map(names.map((name, i) => [name, states[i] ?? -1]))
    const constant = (name: string, dtype: 'int64' | 'bool', value: number, of: readonly number[]) => {
      const values = { kind: 'values', values: [value] } as const
      known.set(name, node.builder.addConstant(`${node.name}/${round}/${name}`, dtype, of, values))
    }
    constant(number ?? '', 'int64', round, counterDims(graph, 0))
    constant(condition ?? '', 'bool', 1, counterDims(graph, 1))
    const [, ...ends] = written(owner, graph, round, known)
    states = ends.slice(0, starts.length)
    collected.push(ends.slice(starts.length))
  }
  finishRounds(owner, states, collected, () => 0)
  return true
}

export function writeScanRounds(owner: Owner, graph: GraphProto, rounds: number, states: number): true {
  const { node } = owner
  const { attributes, builder, name, opType } = node
  const list = (attribute: string) => attributes.ints(attribute) ?? []
  const [inputAxes, outputAxes] = [list('scan_input_axes'), list('scan_output_axes')]
  const [inputsTurned, outputsTurned] = [list('scan_input_directions'), list('scan_output_directions')]
  let now = node.inputs.slice(0, states)
  const collected: (readonly number[])[] = []
  for (let round = 0; round < rounds; round++) {
    const elements = node.inputs.slice(states).map((tensor, i) => {
      const at = inputsTurned[i] === 1 ? rounds - 1 - round : round
      const part = `${name}/${round}/element${i}`
      const index = builder.addConstant(`${part}.index`, 'int64', [], { kind: 'values', values: [at] })
      const output = builder.addTensor(part)
      builder.addNode(part, opType, { kind: 'Gather', axis: inputAxes[i] ?? 0 }, [tensor, index], [output], [])
      return output
    })
    const given = [...now, ...elements]
    const known = new Map((graph.input ?? []).map((input, i) => [input.name ?? '', given[i] ?? -1]))
    const ends = written(owner, graph, round, known)
    now = ends.slice(0, states)
    collected.push(ends.slice(states))
  }
  const ordered = collected.map((_, round) =>
    (collected[0] ?? []).map((__, i) => collected[outputsTurned[i] === 1 ? rounds - 1 - round : round]?.[i] ?? -1),
  )
  finishRounds(owner, now, ordered, (i) => outputAxes[i] ?? 0)
  return true
}

function written({ node, scope, write }: Owner, graph: GraphProto, round: number, known: ReadonlyMap<string, number>) {
  const part = `${node.name}/body.${round}`.slice(scope.prefix.length)
  return write(graph, scope.inner(part, { outer: scope, known }))
}

/** The states after the last round, then what the rounds gave, side by side along an axis. */
function finishRounds(
  { node }: Owner,
  states: readonly number[],
  collected: readonly (readonly number[])[],
  axis: (output: number) => number,
): void {
  node.outputs.forEach((output, i) => {
    const state = states[i]
    if (state !== undefined) finish(node, i, { kind: 'Identity' }, [state], output)
    else {
      const parts = collected.map((ends) => ends[i - states.length] ?? -1)
      finish(node, i, { kind: 'Stack', axis: axis(i - states.length) }, parts, output)
    }
  })
}
