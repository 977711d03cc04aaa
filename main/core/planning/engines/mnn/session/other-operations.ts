// SPDX-License-Identifier: Apache-2.0

import type { ShapedModel } from '#core/model/shapes'
import { atNode } from '#core/planning/mistake'
import type { MatrixCore } from '../core'
import type { MnnEngine } from '../engine'
import type { Resize } from '../rules/other-operation'
import { recurrentLayer, resizeGru } from '../rules/recurrent-layers'
import { assignBackends } from './backends'
import type { SessionOp } from './converter-view'
import type { LaidOutTensor, LaidOutView } from './tensor-layouts'

const PLAIN_PACK = 4

/** The core of the plain backend on a processor whose main backend has `core`; null: they are the same. */
export function plainCoreOf(engine: MnnEngine, { pack, elementBytes, pointerBytes }: MatrixCore): MatrixCore | null {
  if (engine.plainBackend === null || (pack === PLAIN_PACK && elementBytes === 4)) return null
  const core = elementBytes === 4 ? engine.cores.sse : engine.cores.arm64
  return core === undefined ? null : { ...core, pointerBytes }
}

/** `view` with the ops of the plain backend marked; the same where there is one backend only. */
export function onBackends(
  engine: MnnEngine,
  core: MatrixCore,
  plainCore: MatrixCore | null,
  shaped: ShapedModel,
  view: LaidOutView,
): LaidOutView {
  const { plainBackend } = engine
  if (plainBackend === null || plainCore === null) return view
  const isHalf = core.elementBytes !== plainCore.elementBytes
  return assignBackends(view, (op) => plainBackend.runs(op, shaped.operations[op.node] ?? null, isHalf), {
    copiesAll: isHalf,
    holdsCopied: plainBackend.holdsCopied === true,
  })
}

/** The buffers of a GRU's executor. */
function gruOf(engine: MnnEngine, shaped: ShapedModel, { node }: SessionOp, core: MatrixCore): Resize | null {
  const layer = recurrentLayer(shaped, node)
  const buffers = engine.recurrent?.gru ?? null
  return layer?.cell === 'gru' && buffers !== null ? resizeGru(layer, buffers, core) : null
}

/** By op: what is no convolution and asks for memory of its own. */
export function resizesOfOthers(
  engine: MnnEngine,
  shaped: ShapedModel,
  { ops, tensors }: LaidOutView,
  core: MatrixCore,
  plainCore: MatrixCore,
  threads: number,
): ReadonlyMap<SessionOp, Resize> {
  const found = new Map<SessionOp, Resize>()
  const describe = (tensor: number | undefined): LaidOutTensor =>
    tensors.get(tensor ?? -1) ?? { dims: shaped.dims[tensor ?? -1] ?? [], layout: 'plain' }
  for (const op of ops) {
    const operation = shaped.operations[op.node]
    if (operation === null || operation === undefined || op.kind === 'Raster' || op.kind === 'Conversion') continue
    const inputs = op.inputs.map(describe)
    const described = { op, operation, inputs, output: describe(op.outputs[0]) }
    const own = op.onPlainBackend ? plainCore : core
    const resize = atNode(
      op.node,
      () =>
        engine.resizeOther(described, own, threads) ??
        engine.integers.resize(described, own, threads) ??
        gruOf(engine, shaped, op, own),
    )
    if (resize !== null) found.set(op, resize)
  }
  return found
}
