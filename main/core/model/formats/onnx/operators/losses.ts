// SPDX-License-Identifier: Apache-2.0
import { given, type OnnxNode, type Translate, unsupported, WRITTEN } from '../context'
import { Parts } from '../parts'

/** Losses that models of a training graph end in. */

/** scores [n, classes, …], labels [n, …], [weight [classes]] → the negative score of the label, weighted, reduced. */
function writeLoss(node: OnnxNode, parts: Parts, scores: number): void {
  const { attributes, inputs } = node
  const labels = parts.add({ kind: 'Unsqueeze', axes: [1] }, [inputs[1] ?? -1])
  const ignored = attributes.has('ignore_index')
    ? parts.binary('equal', labels, parts.constant(attributes.int('ignore_index', 0), 'int64'))
    : undefined
  const unless = (value: number, otherwise: number) =>
    ignored === undefined ? otherwise : parts.add({ kind: 'Where' }, [ignored, value, otherwise])
  const classes = unless(parts.constant(0, 'int64'), labels)
  const chosen = parts.unary('neg', parts.add({ kind: 'GatherElements', axis: 1 }, [scores, classes]))
  const stated = given(node, 2) ? parts.add({ kind: 'Gather', axis: 0 }, [inputs[2] ?? -1, classes]) : undefined
  const all = stated ?? parts.add({ kind: 'Expand' }, [parts.constant([1]), parts.add({ kind: 'Shape' }, [labels])])
  const weights = unless(parts.constant(0), all)
  const losses = parts.binary('mul', chosen, weights)
  const sum = (of: number) => parts.add({ kind: 'Reduce', function: 'sum', keepDims: false }, [of])
  switch (attributes.string('reduction', 'mean')) {
    case 'none':
      parts.finish(0, { kind: 'Squeeze', axes: [1] }, [losses])
      return
    case 'sum':
      parts.finish(0, { kind: 'Reduce', function: 'sum', keepDims: false }, [losses])
      return
    default:
      parts.finish(0, { kind: 'Binary', function: 'div', activation: 'none' }, [sum(losses), sum(weights)])
  }
}

export const translateNegativeLogLikelihood: Translate = (node) => {
  if (!isKnown(node)) return unsupported({ id: 'unsupported.unknown', what: 'reduction', value: null })
  writeLoss(node, new Parts(node), node.inputs[0] ?? -1)
  return WRITTEN
}

/** Also gives the logarithms of the probabilities. */
export const translateSoftmaxCrossEntropy: Translate = (node) => {
  if (!isKnown(node)) return unsupported({ id: 'unsupported.unknown', what: 'reduction', value: null })
  const parts = new Parts(node)
  const softmax = { kind: 'Softmax', axis: 1, coerced: false, log: true } as const
  const logarithms = parts.add(softmax, [node.inputs[0] ?? -1])
  writeLoss(node, parts, logarithms)
  parts.finish(1, { kind: 'Identity' }, [logarithms])
  return WRITTEN
}

function isKnown({ attributes }: OnnxNode): boolean {
  return ['none', 'sum', 'mean'].includes(attributes.string('reduction', 'mean'))
}
