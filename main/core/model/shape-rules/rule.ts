// SPDX-License-Identifier: Apache-2.0

import type { DataType } from '#contract/model'
import type { ReadCause } from '#messages/en/problems'
import type { UnsupportedCause } from '#messages/en/unsupported'
import { largest } from '../extremes'
import type { Operation, OperationKind } from '../operations/index'
import { ReadError } from '../read-error'
import type { ResolvedOperation } from '../shapes'

/** What a rule may ask of its node's inputs. */
export interface RuleContext {
  readonly inputCount: number
  readonly outputCount: number
  has(input: number): boolean
  /** Shape of an input; fails where the input is left out. */
  dims(input: number): readonly number[]
  /** Elements of a constant input; undefined where it is left out or only known at run time. */
  values(input: number): readonly number[] | undefined
  dtype(input: number): DataType
}

export interface Shapes {
  readonly outputs: readonly (readonly number[])[]
  /** null: nothing is left to run because the outputs are always constant. */
  readonly operation: ResolvedOperation | null
}

/** undefined: the shape depends on values that only a run knows. */
type Rule<K extends OperationKind> = (
  operation: Extract<Operation, { kind: K }>,
  context: RuleContext,
) => Shapes | undefined

/** One rule for every kind that can be computed. */
export type Rules = { readonly [kind in Exclude<OperationKind, 'Unsupported'>]: Rule<kind> }

export function fail(why: ReadCause): never {
  throw new ReadError('model/invalid', why)
}

export function one(dims: readonly number[], operation: ResolvedOperation | null): Shapes {
  return { outputs: [dims], operation }
}

export function notRunnable(why: UnsupportedCause): ResolvedOperation {
  return { kind: 'Unsupported', why }
}

/** Axis counted from the front; `rank` itself is allowed where `end` says so. */
export function normaliseAxis(axis: number, rank: number, end = false): number {
  const normal = axis < 0 ? axis + rank : axis
  if (!Number.isInteger(normal) || normal < 0 || normal >= rank + (end ? 1 : 0)) {
    fail({ id: 'shape.axis', axis, rank })
  }
  return normal
}

/** Common shape of operands whose last dims are aligned. */
export function broadcast(shapes: readonly (readonly number[])[]): readonly number[] {
  const rank = largest(shapes.map((dims) => dims.length))
  return Array.from({ length: rank }, (_, i) => {
    const sizes = shapes.map((dims) => dims[i - rank + dims.length] ?? 1)
    const size = sizes.find((dim) => dim !== 1) ?? 1
    if (sizes.some((dim) => dim !== 1 && dim !== size)) {
      fail({ id: 'shape.broadcast', inputs: shapes })
    }
    return size
  })
}

/** Shapes of all inputs of an operation that has `least` or more, of which none may be left out. */
export function allDims(context: RuleContext, least = 1): readonly (readonly number[])[] {
  return Array.from({ length: Math.max(context.inputCount, least) }, (_, i) => context.dims(i))
}
