// SPDX-License-Identifier: Apache-2.0
import type { Override } from '#contract/configuration'
import { ok } from '#contract/errors'
import type { PlanningInput, ResizableSession } from '#core/planning/engine'
import { type Executors, keptAs, sameExecutors } from '#core/planning/selection/kept'
import { sameKind } from '#core/planning/selection/option'
import type { MnnEngine } from '../engine'
import type { Executor } from '../rules/executor'
import { type PreparedSession, prepareSession } from './prepare'
import { LiveSession, type SessionMemory } from './session'

/** What the session is made with. */
interface Creation {
  readonly live: LiveSession
  readonly executors: Executors<Executor>
  readonly kept: ReadonlyMap<number, Override>
  readonly staticBytes: number
  readonly bufferBytes: number
}

/**
 * A session of MNN that goes from size to size: its layers keep the executors of the first one. What stays of sizes
 * before, in the dynamic block and the static pool, is counted as other memory. Not told: where an executor would choose
 * anew when it is resized, which those of Winograd on AVX-512 do (2.8.1|3.6.1: compute/ConvolutionPackFreeWinograd.cpp,
 * onResize); nothing is known of the session from there on.
 */
export function resizableSession(engine: MnnEngine): ResizableSession {
  let creation: Creation | null = null
  let isLost = false
  return {
    resize(input) {
      const prepared = prepareSession(engine, input, creation?.kept)
      if (!prepared.ok) return prepared
      const { session, core, plainCore } = prepared.value
      if (creation === null) {
        const live = new LiveSession(engine, core, plainCore)
        const memory = live.size(session)
        const executors = executorsOf(prepared.value)
        const { staticBytes } = memory
        const bufferBytes = prepared.value.buffer.bytes
        creation = { live, executors, kept: keptAs(executors), staticBytes, bufferBytes }
        return ok(totalsOf(creation, memory))
      }
      isLost ||=
        !sameExecutors(creation.executors, executorsOf(prepared.value)) || choosesAnew(engine, input, prepared.value)
      return ok(isLost ? null : totalsOf(creation, creation.live.size(session)))
    },
  }
}

function executorsOf({ decided }: PreparedSession): Executors<Executor> {
  return new Map([...decided].map(([node, { executor }]) => [node, executor] as const))
}

const CHOOSES_ANEW = 'ConvolutionPackFreeWinograd'

/** Whether an executor that chooses its unit when it is resized takes another one than the first. */
function choosesAnew(engine: MnnEngine, input: PlanningInput, kept: PreparedSession): boolean {
  const choosing = [...kept.decided].filter(
    ([, { executor }]) => (executor.inner?.executor ?? executor).className === CHOOSES_ANEW,
  )
  if (choosing.length === 0) return false
  const own = prepareSession(engine, input)
  return (
    !own.ok ||
    choosing.some(([node, { executor }]) => !sameKind(own.value.decided.get(node)?.executor ?? executor, executor))
  )
}

function totalsOf({ staticBytes, bufferBytes }: Creation, memory: SessionMemory) {
  return {
    packedWeights: staticBytes,
    workspace: memory.dynamicBytes - memory.activationBytes,
    activations: memory.activationBytes,
    modelBuffer: bufferBytes,
    inputsOutputs: 0,
    other: memory.staticBytes - staticBytes + memory.sparedBytes,
  }
}
