// SPDX-License-Identifier: Apache-2.0
import type { GraphProto, NodeProto } from '#core/model/formats/onnx/schema'

const [FLOAT, DOUBLE] = [1, 11]

/**
 * In float32 ONNX Runtime adds up a row one number after the other for its mean
 * (onnxruntime/core/providers/cpu/nn/layer_norm_impl.cc): of a row that is far from zero for how far it spreads, the
 * result has few digits left. In double precision, which LayerNormalization has a kernel for, all are there.
 */
export function normalisedInDouble(graph: GraphProto): GraphProto {
  return { ...graph, node: (graph.node ?? []).flatMap(inDouble) }
}

function inDouble(node: NodeProto): readonly NodeProto[] {
  const { opType, input = [], output = [], attribute = [] } = node
  const [x = '', ...others] = input
  const [result = '', mean = '', deviation = '', sum = ''] = output
  const skips = opType === 'SkipLayerNormalization'
  if ((opType !== 'LayerNormalization' && !skips) || mean !== '' || deviation !== '') return [node]
  const of = (name: string) => `${result}/double/${name}`
  const made = (
    op: string,
    from: readonly string[],
    to: string,
    attributes: NodeProto['attribute'] = [],
  ): NodeProto => ({
    ...{ opType: op, name: to, input: from, output: [to], attribute: attributes },
  })
  const cast = (from: string, to: string, type: number) => made('Cast', [from], to, [{ name: 'to', type: 2, i: type }])
  const [added, scales] = skips ? [[others[0] ?? '', others[3] ?? ''], others.slice(1, 3)] : [[], others]
  const [terms, parameters] = [added, scales].map((names) => names.filter((name) => name !== '')) as [
    string[],
    string[],
  ]
  const given = [...new Set([x, ...terms, ...parameters])]
  const whole = terms.reduce((_, name) => of(`plus ${name}`), of(x))
  const before = (i: number) => (i === 0 ? of(x) : of(`plus ${terms[i - 1]}`))
  return [
    ...given.map((name) => cast(name, of(name), DOUBLE)),
    ...terms.map((name, i) => made('Add', [before(i), of(name)], of(`plus ${name}`))),
    made('LayerNormalization', [whole, ...parameters.map(of)], of('y'), attribute),
    cast(of('y'), result, FLOAT),
    ...(sum === '' ? [] : [cast(whole, sum, FLOAT)]),
  ]
}
