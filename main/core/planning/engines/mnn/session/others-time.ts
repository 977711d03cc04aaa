// SPDX-License-Identifier: Apache-2.0
import { layerTime, type Place } from '#core/planning/time/layer-time'
import type { Work } from '#core/planning/time/work'
import { FLOAT_BYTES } from '../arithmetic'
import type { MatrixCore } from '../core'
import { elementsOf } from '../geometry/region'
import type { SessionOp } from './converter-view'
import { tensorBytes } from './dynamic-sizing'
import type { Session } from './session'

/** What it runs on and with how many threads, which share what each operation does. */
interface Ground extends Place {
  readonly core: MatrixCore
  readonly plainCore: MatrixCore
  readonly threads: number
}

/**
 * Modelled nanoseconds of a session's operations that are no layers: each reads its inputs and writes its outputs once (a
 * raster what its regions copy), and a matrix product that stands for another operation multiplies. How much each computes
 * beside is not modelled. null: the machine's figures do not tell of the instruction set.
 */
export function othersTime(session: Session, ground: Ground): number | null {
  let sum = 0
  for (const op of session.ops) {
    if (isLayer(op, session)) continue
    const time = layerTime(workOf(op, session, ground), ground)
    if (time === null) return null
    sum += time
  }
  return sum
}

/** It has a row with a time of its own. */
function isLayer({ node, kind }: SessionOp, { executors }: Session): boolean {
  return executors.has(node) && kind !== 'Raster' && kind !== 'Conversion'
}

function workOf(op: SessionOp, { tensors }: Session, { core, plainCore, threads }: Ground): Work {
  const ground = op.onPlainBackend === true ? plainCore : core
  const bytesOf = (tensor: number) => {
    const described = tensors.get(tensor)
    return described === undefined ? 0 : tensorBytes(described, ground)
  }
  const bytes =
    op.regions === undefined
      ? [...op.inputs, ...op.outputs].reduce((total, tensor) => total + bytesOf(tensor), 0)
      : 2 * ground.elementBytes * op.regions.reduce((total, region) => total + elementsOf(region), 0)
  const { rows = 0, depth = 0, columns = 0 } = op.product ?? {}
  return {
    products: 2 * rows * depth * columns,
    loops: 0,
    copies: [{ bytes, within: bytes }],
    weights: [],
    busiest: 1 / threads,
    atOnce: FLOAT_BYTES / ground.elementBytes,
  }
}
