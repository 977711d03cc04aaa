// SPDX-License-Identifier: Apache-2.0
import { ok } from '#contract/errors'
import type { ResizableSession } from '#core/planning/engine'
import type { MnnEngine } from '../engine'
import { unmodelledNodes } from './gpu-plan'
import type { GpuRules } from './gpu-rules'
import { type Kept, keptOf, prepareGpuSession, transfersOf } from './prepare'
import { GpuSession } from './sizing'

/**
 * A session on a GPU that goes from size to size: executors keep their algorithm, the session’s own pools are emptied
 * before every sizing, and the buffer that values pass through only grows. null where a part of it is not modelled. 2.8.1|3.6.1: source/core/Pipeline.cpp,
 * allocMemory.
 */
export function resizableGpuSession(engine: MnnEngine, rules: GpuRules): ResizableSession {
  let creation: { readonly live: GpuSession; kept: Kept } | null = null
  return {
    resize({ shaped, configuration }) {
      const prepared = prepareGpuSession(engine, rules, shaped, configuration, creation?.kept ?? null)
      if (!prepared.ok) return prepared
      const { session, gpu } = prepared.value
      // A product that has stopped being one stays so: each sizing goes by the last.
      const kept = keptOf(prepared.value)
      if (creation === null) {
        creation = { live: new GpuSession(rules, gpu), kept }
        creation.live.create(session)
      } else creation.kept = kept
      const { live } = creation
      const memory = live.size(session)
      for (const bytes of transfersOf(prepared.value, rules)) live.transfer(bytes)
      const isLeastOnly =
        prepared.value.graph.view.unknown.length > 0 || unmodelledNodes(prepared.value, rules).size > 0
      if (isLeastOnly) return ok(null)
      return ok({
        packedWeights: memory.heldBytes,
        workspace: memory.dynamicBytes - memory.activationBytes,
        activations: memory.activationBytes,
        modelBuffer: 0,
        inputsOutputs: live.hostBytes,
        other: memory.strandedBytes,
      })
    },
  }
}
