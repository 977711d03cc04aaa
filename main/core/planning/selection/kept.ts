// SPDX-License-Identifier: Apache-2.0
import type { Override } from '#contract/configuration'
import { type AnyExecutor, kindOf, sameKind } from './option'

/** What runs each layer, by node. */
export type Executors<E extends AnyExecutor> = ReadonlyMap<number, E>

/** By node, what has decideLayers give every layer the executor that it has, whatever its sizes are then. */
export function keptAs(executors: Executors<AnyExecutor>): ReadonlyMap<number, Override> {
  return new Map(
    [...executors].map(([node, executor]) => {
      const { algorithm, unit } = kindOf(computing(executor))
      return [node, { layers: '', algorithm, ...(unit === null ? {} : { unit }) }]
    }),
  )
}

/** Whether every layer is run by the same executor, whatever its sizes. */
export function sameExecutors(a: Executors<AnyExecutor>, b: Executors<AnyExecutor>): boolean {
  return (
    a.size === b.size &&
    [...a].every(([node, executor]) => {
      const other = b.get(node)
      return other !== undefined && other.className === executor.className && sameKind(other, executor)
    })
  )
}

/** What computes: the executor itself, or what every group runs. */
function computing(executor: AnyExecutor): AnyExecutor {
  return executor.inner?.executor ?? executor
}
