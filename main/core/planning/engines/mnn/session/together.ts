// SPDX-License-Identifier: Apache-2.0
import { ok, type Result } from '#contract/errors'
import type { ModelId } from '#contract/model'
import type { CategoryBytes } from '#contract/plan'
import type { PlanningInput } from '#core/planning/engine'
import type { MnnEngine } from '../engine'
import { prepareSession } from './prepare'
import { Runtime } from './runtime'
import { LiveSession } from './session'

/**
 * What is held once each session is ready, all of them on one runtime: weights lie in its static pool one after another;
 * activations and workspaces are each session's own, but where the dynamic block is the runtime's (2.9.5 and later).
 * Sessions of one model have one interpreter, and so one model file. 1.1.1|2.8.1|3.6.1: source/core/Interpreter.cpp,
 * createMultiPathSession; cpu/CPUBackend.cpp.
 */
export function holdOnOneRuntime(
  engine: MnnEngine,
  inputs: readonly PlanningInput[],
): Result<readonly CategoryBytes[]> {
  const runtime = new Runtime(engine.pool.block)
  const loaded = new Set<ModelId>()
  let modelBuffer = 0
  let dynamicBytes = 0
  let workspace = 0
  const held: CategoryBytes[] = []
  for (const input of inputs) {
    const prepared = prepareSession(engine, input)
    if (!prepared.ok) return prepared
    const { session, core, plainCore, buffer } = prepared.value
    const memory = new LiveSession(engine, core, plainCore, runtime).size(session)
    if (!loaded.has(input.modelId)) modelBuffer += buffer.bytes
    loaded.add(input.modelId)
    const own = memory.dynamicBytes - memory.activationBytes
    const isShared = runtime.ownBytes !== null
    dynamicBytes = runtime.ownBytes ?? dynamicBytes + memory.dynamicBytes
    workspace = isShared ? Math.max(workspace, own) : workspace + own
    held.push({
      packedWeights: runtime.staticBytes,
      workspace,
      activations: dynamicBytes - workspace,
      modelBuffer,
      inputsOutputs: 0,
      other: 0,
    })
  }
  return ok(held)
}
