// SPDX-License-Identifier: Apache-2.0
import type { Activation } from '#core/model/operations/matrix'
import type { ResolvedOperation, ShapedModel } from '#core/model/shapes'
import type { RecurrentLayer } from '../rules/recurrent'
import type { BlobDims } from './net'
import type { NetView, ViewedNode } from './view'

type Recurrent = Extract<ResolvedOperation, { kind: 'Recurrent' }>

const FUNCTIONS: Readonly<Record<Recurrent['cell'], readonly Activation['function'][]>> = {
  lstm: ['sigmoid', 'tanh', 'tanh'],
  gru: ['sigmoid', 'tanh'],
  rnn: ['tanh'],
}

/** Recurrent layers that ncnn has, by node: with constant weights, its own functions, and sequences of one length. */
export function recurrentLayers(shaped: ShapedModel, { nodes, outputs }: NetView): Map<number, RecurrentLayer> {
  const used = new Set([...nodes.flatMap(({ inputs }) => inputs), ...outputs])
  return new Map(
    nodes.flatMap((viewed): [number, RecurrentLayer][] => {
      const layer = recurrentLayer(shaped, viewed, used)
      return layer === null ? [] : [[viewed.node.id, layer]]
    }),
  )
}

function recurrentLayer(
  shaped: ShapedModel,
  { node, operation }: ViewedNode,
  used: ReadonlySet<number>,
): RecurrentLayer | null {
  if (operation.kind !== 'Recurrent' || !isNative(operation)) return null
  const [x = -1, weight = -1, recurrence = -1, bias = -1, lengths = -1, state = -1, , peepholes = -1] = node.inputs
  const constant = (tensor: number) => shaped.constants.has(tensor)
  if (![weight, recurrence].every(constant) || !(bias < 0 || constant(bias)) || lengths >= 0 || peepholes >= 0)
    return null
  const [steps, , inputs] = shaped.dims[x] ?? []
  const [directions, , hidden] = shaped.constants.get(recurrence)?.dims ?? []
  if (steps === undefined || inputs === undefined || directions === undefined || hidden === undefined) return null
  return {
    cell: operation.cell,
    ...{ steps, inputs, hidden, directions },
    isGiven: state >= 0 && !constant(state),
    givesStates: node.outputs.slice(1).some((tensor) => used.has(tensor)),
  }
}

/** ncnn's cells have fixed functions, and clip nothing; its GRU resets behind the product. */
function isNative({ cell, activations, clip, cellClip, coupled, linearBeforeReset }: Recurrent): boolean {
  const own = FUNCTIONS[cell]
  const same = activations.every(({ function: name }, position) => name === own[position % own.length])
  return same && clip === 0 && cellClip === undefined && coupled !== true && (cell !== 'gru' || linearBeforeReset)
}

/** Sizes of the blobs around recurrent layers: sequences have two axes, and steps are the outer one. */
export function sequenceDims(
  shaped: ShapedModel,
  { nodes }: NetView,
  layers: ReadonlyMap<number, RecurrentLayer>,
): ReadonlyMap<number, BlobDims> {
  const dims = new Map<number, BlobDims>()
  for (const { node, inputs } of nodes) {
    const layer = layers.get(node.id)
    if (layer === undefined) continue
    const { steps, hidden, directions } = layer
    const [x = -1] = inputs
    const [output = -1, ...states] = node.outputs
    dims.set(x, [steps, layer.inputs])
    dims.set(output, [steps, directions * hidden])
    for (const tensor of [...states, ...inputs.slice(1).filter((each) => !shaped.constants.has(each))]) {
      if (tensor >= 0) dims.set(tensor, [directions, hidden])
    }
  }
  return dims
}
