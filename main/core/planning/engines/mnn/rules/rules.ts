// SPDX-License-Identifier: Apache-2.0
import { INSTRUCTION_SETS, type Override } from '#contract/configuration'
import type { Layer, SelectionRules } from '#core/planning/selection/rules'
import type { Message } from '#messages/message'
import { layerSettings, type MnnEngine } from '../engine'
import { MEMORY, WINOGRAD_LEVEL } from '../settings'
import { type Executor, measure } from './executor'
import { executorOperations } from './operations'
import type { LayerSettings } from './selection'
import { winogradObstacle } from './winograd-units'
import { executorWork } from './work'

/** How a version and build of MNN chooses. */
export function rulesOf(engine: MnnEngine): SelectionRules<Executor, LayerSettings> {
  return {
    instructionSets: INSTRUCTION_SETS.filter((isa) => engine.cores[isa] !== undefined),
    settings: engine.settings,
    settingsOf: (configuration) => layerSettings(engine, configuration),
    select: engine.select,
    unrestricted: (settings) => ({ ...settings, memory: MEMORY.default, winogradLevel: WINOGRAD_LEVEL.default }),
    measure: (executor) => measure(executor, engine.pool.create(null, null)),
    operations: executorOperations,
    work: (problem, executor, settings) =>
      executorWork(problem, executor, { ...settings, shares: engine.winogradShares }),
    obstacle,
  }
}

function obstacle({ problem: p }: Layer, { core }: LayerSettings, { algorithm }: Override): Message {
  switch (algorithm) {
    case 'grouped':
      return { id: p.depthwise ? 'obstacle.depthwise' : 'obstacle.oneGroup' }
    case 'gemm':
    case 'col2im':
      return { id: 'obstacle.otherKind' }
    case 'gemm-1x1':
      return { id: 'obstacle.noPlainProduct' }
    case 'streamed':
    case 'streamed-winograd':
      return { id: 'obstacle.noStreaming' }
    case 'depthwise':
    case 'depthwise-3x3':
      return { id: p.depthwise ? 'obstacle.notInVersion' : 'obstacle.notDepthwise' }
  }
  if (p.depthwise) return { id: 'obstacle.ownDepthwise' }
  if (algorithm === 'winograd') return winogradObstacle(p, core) ?? { id: 'obstacle.notOffered' }
  if (algorithm === 'strassen-1x1') return { id: 'obstacle.notPointwise', kernel: `${p.kernelHeight}×${p.kernelWidth}` }
  return { id: 'obstacle.notInVersion' }
}
