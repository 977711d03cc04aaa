// SPDX-License-Identifier: Apache-2.0
import { choose, type Option, type Selection } from '#core/planning/selection/option'
import type { SelectionRules } from '#core/planning/selection/rules'
import type { GpuExecutor } from './executor'

/** How layers go on that have their executor since the session was created, at inputs of other sizes. */
export interface KeptRules<S> {
  /** Whether what a layer was created with differs from what it would be created with now. */
  changes(node: number, own: GpuExecutor): boolean
  of(node: number): SelectionRules<GpuExecutor, S>
}

/**
 * The rules with the algorithm of each layer as it was created. A 1×1 layer that was one product may still stop being one;
 * one that was none does not become one. 3.6.1: ConvBufExecution.cpp, mConvGemmOptLevel.
 */
export function keptRules<S>(
  rules: SelectionRules<GpuExecutor, S>,
  kept: ReadonlyMap<number, GpuExecutor>,
): KeptRules<S> {
  const wanted = (node: number, own: GpuExecutor) => {
    const algorithm = kept.get(node)?.algorithm
    return algorithm === 'strassen-1x1' && own.algorithm === 'gemm-1x1' ? undefined : algorithm
  }
  return {
    changes(node, own) {
      const algorithm = wanted(node, own)
      return algorithm !== undefined && algorithm !== own.algorithm
    },
    of: (node) => ({
      ...rules,
      select(layer, settings) {
        const own = rules.select(layer, settings)
        const algorithm = wanted(node, own.chosen)
        return algorithm === undefined ? own : withAlgorithm(own, algorithm)
      },
    }),
  }
}

function withAlgorithm(own: Selection<GpuExecutor>, algorithm: GpuExecutor['algorithm']): Selection<GpuExecutor> {
  const found = own.options.find((option) => option.executor !== null && option.algorithm === algorithm)
  const executor = found?.executor
  if (found === undefined || executor === undefined || executor === null || found.chosen) return own
  const options = own.options.map((option): Option<GpuExecutor> => {
    if (option === found) return choose(executor, () => ({ id: 'gpu.kept', algorithm }))
    if (!option.chosen) return option
    return { ...option, chosen: false, reason: () => ({ id: 'gpu.notKept', reason: option.reason() }) }
  })
  return { chosen: executor, options }
}
