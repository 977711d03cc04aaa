// SPDX-License-Identifier: Apache-2.0
import type { SessionOp } from '../session/converter-view'

/** Ops of a session some of which run on the CPU, as the GPU has them. */
export interface Crossing {
  /** Those on the CPU have no tensors left; a copy into or out of what is on the GPU stands before the op that needs it first. */
  readonly ops: readonly SessionOp[]
  /** Tensors that lie with the CPU alone. */
  readonly onCpu: ReadonlySet<number>
  /** By tensor on the GPU: which one of the CPU's it is a copy of. */
  readonly copies: ReadonlyMap<number, number>
  /** What is moved between them at every inference, in order: tensors as the model has them. */
  readonly moved: readonly number[]
}

/**
 * An op that the backend has no executor for runs on the CPU. A tensor lies where it is made, an input where it is read
 * first; the other side copies it once, before its first use. 3.6.1: source/core/Pipeline.cpp, _SetTensorBackend, _InsertCopy.
 * `isConstant`: constants have copies of their own.
 */
export function acrossBackends(
  ops: readonly SessionOp[],
  isOnCpu: (op: SessionOp) => boolean,
  isConstant: (tensor: number) => boolean,
  firstFree: number,
): Crossing {
  const onCpu = new Map<number, boolean>()
  const copyOf = new Map<number, number>()
  const copies = new Map<number, number>()
  const moved: number[] = []
  const crossed: SessionOp[] = []
  let free = firstFree
  for (const op of ops) {
    const runsOnCpu = isOnCpu(op)
    const inputs = op.inputs.map((tensor) => {
      if (isConstant(tensor)) return tensor
      const side = onCpu.get(tensor) ?? runsOnCpu
      onCpu.set(tensor, side)
      if (side === runsOnCpu) return tensor
      const known = copyOf.get(tensor)
      if (known !== undefined) return known
      const copy = free++
      copyOf.set(tensor, copy)
      moved.push(tensor)
      const [read, written] = side ? [[], [copy]] : [[tensor], []]
      crossed.push({ node: op.node, kind: 'Conversion', inputs: read, outputs: written })
      if (side) copies.set(copy, tensor)
      return copy
    })
    for (const tensor of op.outputs) onCpu.set(tensor, runsOnCpu)
    crossed.push(runsOnCpu ? { ...op, inputs: [], outputs: [] } : { ...op, inputs })
  }
  return { ops: crossed, onCpu: new Set([...onCpu].flatMap(([tensor, side]) => (side ? [tensor] : []))), copies, moved }
}
