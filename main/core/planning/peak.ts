// SPDX-License-Identifier: Apache-2.0
import type { AliveTensor, PlanPeak, PlanStep } from '#contract/plan'
import { ELEMENT_BYTES } from '#core/model/element-count'
import type { ShapedModel } from '#core/model/shapes'
import { bytesAt } from './moments'

/**
 * Where a plan's memory is highest, and which tensors are alive then. Only nodes with a step make memory: what another
 * node computes at its end, or what moves no element, stands for the first of its inputs.
 */
export function planPeak(shaped: ShapedModel, steps: readonly PlanStep[]): PlanPeak | null {
  const [first, ...others] = steps
  if (first === undefined) return null
  const highest = others.reduce((most, step) => (bytesAt(step) > bytesAt(most) ? step : most), first)
  const running = new Set(steps.map(({ node }) => node))
  const alive = lifetimes(shaped, running).filter(({ from, to }) => from <= highest.node && highest.node <= to)
  return { ...highest, alive: alive.map(({ tensor }) => tensor).sort((a, b) => b.bytes - a.bytes) }
}

interface Lifetime {
  readonly tensor: AliveTensor
  /** Node ids, both included: nodes are in execution order. */
  readonly from: number
  readonly to: number
}

function lifetimes({ model, dims, constants, folded }: ShapedModel, running: ReadonlySet<number>): Lifetime[] {
  const holder = new Map<number, number>()
  const held = (tensor: number) => holder.get(tensor) ?? tensor
  const makers = new Map<number, number | null>(model.inputs.map(({ tensor }) => [tensor, null]))
  const lastUse = new Map<number, number>()
  for (const { id, inputs, outputs } of model.nodes) {
    if (folded[id] === true) continue
    const read = inputs.filter((tensor) => tensor >= 0 && !constants.has(tensor)).map(held)
    for (const tensor of read) lastUse.set(tensor, id)
    const [source] = read
    for (const output of outputs) {
      if (running.has(id) || source === undefined) makers.set(output, id)
      else holder.set(output, source)
    }
  }
  const kept = new Set(model.outputs.map(held))
  return [...makers].flatMap(([tensor, producer]): Lifetime[] => {
    const shape = dims[tensor]
    const { name = '', dtype = 'float32' } = model.tensors[tensor] ?? {}
    const last = lastUse.get(tensor)
    if (shape == null || (last === undefined && !kept.has(tensor))) return []
    const bytes = shape.reduce((product, dim) => product * dim, ELEMENT_BYTES[dtype] ?? 0)
    const stays = kept.has(tensor)
    return [
      {
        tensor: { name, dims: shape, bytes, producer, lastUse: stays ? null : (last ?? null) },
        from: producer ?? -1,
        to: stays ? Number.POSITIVE_INFINITY : (last ?? -1),
      },
    ]
  })
}
