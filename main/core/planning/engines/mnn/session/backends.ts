// SPDX-License-Identifier: Apache-2.0
import { largest } from '#core/model/extremes'
import type { ResolvedOperation } from '#core/model/shapes'
import type { MatrixCore } from '../core'
import type { DynamicPool } from '../pools/pool'
import type { SessionOp } from './converter-view'
import type { LaidOutTensor, LaidOutView } from './tensor-layouts'

/** One of the two backends of a session: how wide its packs are, and where its tensors lie. */
export interface SizedBackend {
  readonly core: MatrixCore
  readonly pool: DynamicPool
}

/** What a version does with ops that its backend for wide packs, or half precision, has no executor for. */
export interface PlainBackend {
  /** Ops that only the plain backend has, by what the engine makes of their nodes. */
  readonly runs: (op: SessionOp, operation: ResolvedOperation | null, isHalf: boolean) => boolean
  /** Convolutions of 8-bit integers run on the plain one, and changes from and to floats. */
  readonly runsIntegersPlain: (isHalf: boolean) => boolean
  /** It has a dynamic pool of its own: 2.8.1. Else both backends share one: 3.6.1. */
  readonly ownPool: boolean
  /** What an op of the other backend has copied is never released; a raster that has read a copy is not. */
  readonly holdsCopied?: boolean
}

/**
 * Marks the ops that run on the plain backend, whose packs have four channels, with the tensors that
 * they make. Before the first op of the other backend that reads a packed tensor, it is copied, once
 * for all ops there; unpacked ones are the same for both, unless their numbers have another width (`copiesAll`).
 * `holdsCopied`: PlainBackend. A model input belongs to its first reader.
 * 2.8.1|3.6.1: cpu/x86_x64/AVX2Backend.cpp (onCreate), core/OpCommonUtils.cpp (opCompabilityForLowp),
 * core/Pipeline.cpp (_SetTensorBackend, _InsertCopy), core/WrapExecution.cpp (needWrap).
 */
export function assignBackends(
  view: LaidOutView,
  runsOnPlain: (op: SessionOp) => boolean,
  { copiesAll = false, holdsCopied = false } = {},
): LaidOutView {
  const tensors = new Map<number, LaidOutTensor>(view.tensors)
  const isPlain = new Map<number, boolean>()
  const copies = new Map<number, number>()
  const ops: SessionOp[] = []
  const held = new Set<number>()
  let nextTensor = 1 + largest([...tensors.keys(), ...view.ops.flatMap(({ inputs }) => inputs)], -1)

  const claim = (tensor: number, plain: boolean) => {
    const known = tensors.get(tensor)
    if (known === undefined || isPlain.has(tensor)) return
    isPlain.set(tensor, plain)
    if (plain) tensors.set(tensor, { ...known, onPlainBackend: true })
  }
  for (const op of view.ops) {
    const plain = runsOnPlain(op)
    for (const tensor of [...op.inputs, ...op.outputs]) claim(tensor, plain)
    const seen = new Map<number, number>()
    for (const tensor of op.inputs) {
      const described = tensors.get(tensor)
      if (described === undefined || isPlain.get(tensor) === plain) continue
      if (!copiesAll && described.layout !== 'packed') continue
      if (holdsCopied) for (const each of op.kind === 'Raster' ? op.outputs : [tensor]) held.add(each)
      const known = copies.get(tensor)
      const copy = known ?? nextTensor++
      seen.set(tensor, copy)
      if (known !== undefined) continue
      copies.set(tensor, copy)
      const { onPlainBackend: _, ...alike } = described
      tensors.set(copy, plain ? { ...alike, onPlainBackend: true } : alike)
      isPlain.set(copy, plain)
      ops.push({ node: op.node, kind: 'Conversion', inputs: [tensor], outputs: [copy], onPlainBackend: plain })
    }
    const read = (tensor: number) => seen.get(tensor) ?? tensor
    ops.push({
      ...op,
      inputs: op.inputs.map(read),
      regions: op.regions?.map((region) => ({ ...region, origin: read(region.origin) })),
      onPlainBackend: plain,
    })
  }
  return { ops, tensors, held: [...held] }
}
