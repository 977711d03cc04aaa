// SPDX-License-Identifier: Apache-2.0
import { hybridExecutor, integerStrassenExecutor, integerTiledExecutor } from '../../rules/2.8.1/low-memory-executors'
import { int8CoreOf } from '../../rules/3.6.1/int8-core'
import { type Int8Layout, int8TiledExecutor } from '../../rules/3.6.1/int8-tiled'
import { strassenObstacle } from '../../rules/dense-options'
import type { IntegerRule, MemoryRule } from '../../rules/layer-rules'
import type { Mode } from '../../settings'
import type { Dimension } from '../dimension'

// compute/ConvolutionFloatFactory.cpp, below source/backend/cpu.

/** Tiled, whatever the kernel: widened as they are multiplied. */
const TILED: IntegerRule['choose'] = (p, { core, threads }, coding) => ({
  executor: integerTiledExecutor(p, core, threads, coding),
  reason: () => ({ id: 'mnn.integersWidened', bits: coding.bits }),
})

/** 1×1 layers by another executor than the rest. */
function pointwiseBy(executor: typeof hybridExecutor, modes: readonly Mode[]): IntegerRule['choose'] {
  return (p, settings, coding) =>
    modes.includes(settings.memory) && strassenObstacle(p, { pointwise: 'unchangedSize' }) === null
      ? {
          executor: executor(p, settings, coding),
          reason: () => ({ id: 'mnn.integersHybrid', bits: coding.bits }),
        }
      : TILED(p, settings, coding)
}

/** Under low an integer executor for every kernel, which quantises its input; else tiled. */
function quantising(layout: Int8Layout): IntegerRule['choose'] {
  return (p, settings, coding) =>
    settings.memory === 'low'
      ? {
          executor: int8TiledExecutor(p, settings, int8CoreOf(settings), coding, layout),
          reason: () => ({ id: 'mnn.integersQuantised', bits: coding.bits }),
        }
      : TILED(p, settings, coding)
}

/** Of ordinary builds: without MNN_LOW_MEMORY, the default of every release. */
export const MEMORY_MODE: Dimension<MemoryRule> = [
  { since: '1.0.1', text: { id: 'rule.settings.1.0.1' }, value: { floats: 'noWinograd', integers: null } },
  {
    since: '2.5.1',
    text: { id: 'rule.settings.2.5.1' },
    value: { floats: 'tiles', integers: { modes: ['low'], choose: TILED } },
  },
  { since: '2.6.0', text: { id: 'rule.settings.2.8.1' }, value: { floats: 'ignored', integers: null } },
  { since: '3.0.0', text: { id: 'rule.settings.lowTiles' }, value: { floats: 'tiles', integers: null } },
]

/** Of builds with MNN_LOW_MEMORY. Measured: 2.8.1 and 3.6.1; read from source: all others. */
export const LOW_MEMORY_BUILD_MODE: Dimension<MemoryRule> = [
  {
    since: '2.6.0',
    text: { id: 'rule.settings.lowTilesAndWidens' },
    value: { floats: 'tiles', integers: { modes: ['low'], choose: TILED } },
  },
  {
    since: '2.7.2',
    text: { id: 'rule.settings.integersOnlyStrassen' },
    value: { floats: 'ignored', integers: { modes: ['low'], choose: pointwiseBy(integerStrassenExecutor, ['low']) } },
  },
  {
    since: '2.8.0',
    text: { id: 'rule.settings.lowTiles' },
    value: { floats: 'tiles', integers: { modes: ['low'], choose: pointwiseBy(hybridExecutor, ['low']) } },
  },
  {
    since: '2.8.2',
    text: { id: 'rule.settings.integersInEveryMode' },
    value: {
      floats: 'ignored',
      integers: { modes: ['low', 'normal', 'high'], choose: pointwiseBy(hybridExecutor, ['low']) },
    },
  },
  {
    since: '2.8.4',
    text: { id: 'rule.settings.integersButHigh' },
    value: { floats: 'ignored', integers: { modes: ['low', 'normal'], choose: pointwiseBy(hybridExecutor, ['low']) } },
  },
  {
    since: '2.9.3',
    text: { id: 'rule.settings.integersQuantised' },
    value: { floats: 'ignored', integers: { modes: ['low', 'normal'], choose: quantising('eightBits') } },
  },
  {
    since: '2.9.5',
    text: { id: 'rule.settings.integersOnly' },
    value: { floats: 'ignored', integers: { modes: ['low'], choose: quantising('separateTables') } },
  },
  {
    since: '3.0.5',
    text: { id: 'rule.settings.integersOneBlock' },
    value: { floats: 'ignored', integers: { modes: ['low'], choose: quantising('oneBlock') } },
  },
]
