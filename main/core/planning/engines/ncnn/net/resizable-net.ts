// SPDX-License-Identifier: Apache-2.0
import type { Override } from '#contract/configuration'
import { ok } from '#contract/errors'
import type { ResizableSession } from '#core/planning/engine'
import { type Executors, keptAs, sameExecutors } from '#core/planning/selection/kept'
import { read } from '#core/planning/settings'
import type { NcnnEngine } from '../engine'
import type { LayerExecutor } from '../rules/executor'
import { LOCAL_POOLS } from '../settings'
import { loadNet } from './load'
import { prepareNet } from './prepare'
import { NetRuns } from './run'

/** A net as it was loaded. */
interface Loaded {
  readonly executors: Executors<LayerExecutor>
  readonly kept: ReadonlyMap<number, Override>
  readonly heldBytes: number
  readonly runs: NetRuns
}

/**
 * A net of ncnn that infers size after size: weights are packed once, when it is loaded, and both pools stay with what is
 * free in them (20260526:net.cpp, allocator.cpp). A size is counted as its inference peaks, pools as they are.
 */
export function resizableNet(engine: NcnnEngine): ResizableSession {
  let loaded: Loaded | null = null
  let isLost = false
  return {
    resize(input) {
      const prepared = prepareNet(engine, input, loaded?.kept)
      if (!prepared.ok) return prepared
      const { net, settings, executors, decided } = prepared.value
      const choices = new Map([...decided].map(([node, { executor }]) => [node, executor] as const))
      loaded ??= {
        executors,
        kept: keptAs(choices),
        heldBytes: loadNet(net, engine).heldBytes,
        runs: new NetRuns(settings, engine, read(LOCAL_POOLS, input.configuration)),
      }
      isLost ||= !sameExecutors(loaded.executors, executors)
      if (isLost) return ok(null)
      const { peakWorkspaceBytes, peakBlobBytes } = loaded.runs.run(net)
      return ok({
        packedWeights: loaded.heldBytes,
        workspace: peakWorkspaceBytes,
        activations: peakBlobBytes,
        modelBuffer: 0,
        inputsOutputs: 0,
        other: 0,
      })
    },
  }
}
