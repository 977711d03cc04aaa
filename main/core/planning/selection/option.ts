// SPDX-License-Identifier: Apache-2.0
import type { Choice } from '#contract/choice'
import type { Algorithm, Cost } from '#contract/plan'
import type { Message } from '#messages/message'

/** What an engine would run for one layer; every engine adds what it needs to know its sizes. */
export interface AnyExecutor {
  readonly algorithm: Algorithm
  /** Winograd output tile edge; absent for other algorithms. */
  readonly unit?: number | undefined
  /** The engine's own name of it. */
  readonly className: string
  /** For "grouped": what every group runs. */
  readonly inner?: { readonly executor: AnyExecutor; readonly groups: number } | undefined
}

/** One possibility that an engine's rules looked at. */
export interface Option<E extends AnyExecutor> {
  readonly algorithm: Algorithm
  readonly unit: number | null
  /** null: cannot be used for this layer. */
  readonly executor: E | null
  readonly chosen: boolean
  readonly cost: Cost | null
  /** Formed on demand: a layer is decided many times over to see what the decision depends on. */
  readonly reason: () => Message
}

/** Outcome of the rules for one layer, options in the order in which the engine looks at them. */
export interface Selection<E extends AnyExecutor> {
  readonly chosen: E
  readonly options: readonly Option<E>[]
}

export function choose<E extends AnyExecutor>(executor: E, reason: () => Message, cost: Cost | null = null): Option<E> {
  return { algorithm: executor.algorithm, unit: executor.unit ?? null, executor, chosen: true, cost, reason }
}

export function reject<E extends AnyExecutor>(executor: E, reason: () => Message, cost: Cost | null = null): Option<E> {
  return { algorithm: executor.algorithm, unit: executor.unit ?? null, executor, chosen: false, cost, reason }
}

/** For what cannot be used at all. */
export function rule(algorithm: Algorithm, reason: () => Message): Option<never> {
  return { algorithm, unit: null, executor: null, chosen: false, cost: null, reason }
}

export function selection<E extends AnyExecutor>(options: readonly Option<E>[]): Selection<E> {
  const chosen = chosenOption(options).executor
  if (chosen === null) throw new Error('the rules chose what cannot be used')
  return { chosen, options }
}

export function chosenOption<E extends AnyExecutor>(options: readonly Option<E>[]): Option<E> {
  const found = options.find(({ chosen }) => chosen)
  if (found === undefined) throw new Error('the rules chose nothing')
  return found
}

/** What computes: the executor itself, or what every group runs. */
export function computing({ executor, algorithm, unit }: Option<AnyExecutor>): Pick<Choice, 'algorithm' | 'unit'> {
  return executor?.inner ? kindOf(executor.inner.executor) : { algorithm, unit }
}

export function choiceOfExecutor(executor: AnyExecutor): Choice {
  const { algorithm, unit = null, inner } = executor
  return { algorithm, unit, inner: inner === undefined ? null : kindOf(inner.executor) }
}

export function kindOf({ algorithm, unit }: AnyExecutor): Pick<Choice, 'algorithm' | 'unit'> {
  return { algorithm, unit: unit ?? null }
}

/** The same choice (choice.ts), whatever their sizes. */
export function sameKind(a: AnyExecutor, b: AnyExecutor): boolean {
  const sameInner =
    a.inner === undefined
      ? b.inner === undefined
      : b.inner !== undefined && sameKind(a.inner.executor, b.inner.executor)
  return a.algorithm === b.algorithm && a.unit === b.unit && sameInner
}
