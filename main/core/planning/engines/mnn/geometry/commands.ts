// SPDX-License-Identifier: Apache-2.0

import type { ShapedModel } from '#core/model/shapes'
import { atNode } from '#core/planning/mistake'
import { type RecurrentRules, recurrentGap, recurrentLayer } from '../rules/recurrent-layers'
import type { SessionOp } from '../session/converter-view'
import type { LaidOutView } from '../session/tensor-layouts'
import { binary } from './binary'
import { CommandList, type Geometry } from './command-list'
import { localResponseNorm } from './local-response-norm'
import { movement } from './movements'
import { unfoldRecurrent } from './recurrent'
import { reduce } from './reduce'
import type { Region } from './region'
import { convolveVolume, transposedVolume, transposeVolume, volumeConvolution } from './volumes'

/** What the converter wrote, beside operations of models. */
interface Written {
  /** What is made of recurrent layers; absent: they stay. */
  readonly recurrent?: RecurrentRules | null
  /** Transposed convolutions over three axes are what the engine takes apart. */
  readonly transposesVolumes?: boolean
  /** By node that moves elements in a way of which models have no operation. */
  readonly moves?: ReadonlyMap<number, readonly Region[]>
}

/**
 * The ops that a session of 2.8.1 and 3.6.1 really runs. What only moves elements makes a virtual
 * tensor, which takes no memory; before the first op that computes with it, a raster copies it
 * together from the tensors behind. Chains of movements are read through where one copy of three
 * axes can do it. 2.8.1|3.6.1: source/geometry/GeometryComputerUtils.cpp,
 * GeometryComputer.cpp (getRasterCacheCreateRecursive).
 */
export function geometryCommands(
  shaped: ShapedModel,
  view: LaidOutView,
  outputs: readonly number[],
  geometry: Geometry,
  { recurrent = null, transposesVolumes, moves }: Written = {},
): LaidOutView {
  const list = new CommandList(new Map(view.tensors), shaped.dims, geometry)
  const kept = new Set(outputs)
  const unfold = (op: SessionOp, rules: RecurrentRules): void => {
    const layer = recurrentLayer(shaped, op.node)
    const isKnown = layer !== null && recurrentGap(shaped, op.node, rules) === null
    const { inputs = [], outputs = [] } = shaped.model.nodes[op.node] ?? {}
    const present = inputs.filter((tensor) => tensor >= 0)
    /** An op may read another tensor than its node: one whose layout was changed. */
    const read = (tensor: number) => op.inputs[present.indexOf(tensor)] ?? tensor
    if (!isKnown) list.run(op)
    else {
      const states = { initialHidden: read(layer.initialHidden), initialCell: read(layer.initialCell) }
      unfoldRecurrent(op, outputs, { ...layer, ...states }, rules, list)
    }
  }
  const add = (op: SessionOp): void => {
    const own = op.kind === 'Conversion' ? undefined : moves?.get(op.node)
    if (own !== undefined) {
      list.declareVirtual(op.outputs[0] ?? -1, own)
      return
    }
    const moved = movement(op, shaped.operations[op.node], (tensor) => list.dimsOf(tensor), geometry)
    if (moved !== null) {
      op.outputs.forEach((tensor, index) => {
        const reshapes = shaped.operations[op.node]?.kind === 'Alias' && op.kind === 'Alias'
        if (reshapes) list.declareReshaped(tensor, op.inputs[0] ?? -1)
        else list.declareVirtual(tensor, moved[index] ?? [])
        if (kept.has(tensor)) list.materialise(tensor, op.node)
      })
      return
    }
    const operation = shaped.operations[op.node]
    const volume = op.kind === 'Conv' ? volumeConvolution(shaped, op.node) : null
    const transposed =
      op.kind === 'ConvTranspose' && transposesVolumes === true ? transposedVolume(shaped, op.node) : null
    if (volume !== null) convolveVolume(op, volume, list)
    else if (transposed !== null) transposeVolume(op, transposed, list)
    else if (operation?.kind === 'Recurrent' && recurrent !== null && operation.cell !== 'gru') unfold(op, recurrent)
    else if (operation?.kind === 'LRN') localResponseNorm(op, operation.size, list)
    else if (operation?.kind === 'Binary' && op.kind === 'Binary') binary(op, operation, list)
    else if (operation?.kind === 'Reduce') reduce(op, operation, list)
    else list.run(op)
    for (const tensor of op.outputs) if (kept.has(tensor)) list.materialise(tensor, op.node)
  }
  for (const op of view.ops) atNode(op.node, () => add(op))
  return { ops: list.ops, tensors: list.tensors }
}
