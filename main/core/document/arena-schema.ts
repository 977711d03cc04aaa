// SPDX-License-Identifier: Apache-2.0
import * as v from 'valibot'
import { type Arena, PLACED_KINDS, POOL_NAMES, POOL_POLICIES } from '#contract/arena'
import type { Message } from '#messages/message'

const amount = v.pipe(v.number(), v.finite(), v.minValue(0))
const count = v.pipe(v.number(), v.integer(), v.minValue(0))
const text = v.pipe(v.string(), v.maxLength(100_000))
const list = <S extends v.GenericSchema>(item: S) => v.pipe(v.array(item), v.maxLength(1_000_000))

const span = v.looseObject({ from: amount, to: amount, offset: amount })

/** What a saved arena must look like; it points to nothing that it does not have. */
export function arenaOf(sentence: v.GenericSchema<unknown, Message>): v.GenericSchema<unknown, Arena> {
  return v.pipe(
    v.looseObject({
      steps: list(v.looseObject({ node: count, tensorBytes: amount, workspaceBytes: amount, heldBytes: amount })),
      pools: list(
        v.looseObject({
          name: v.picklist(POOL_NAMES),
          stage: v.exactOptional(count),
          policy: v.picklist(POOL_POLICIES),
          bytes: amount,
          chunks: list(v.looseObject({ bytes: amount, spans: list(span) })),
        }),
      ),
      placed: list(
        v.looseObject({
          kind: v.picklist(PLACED_KINDS),
          name: text,
          part: v.nullable(sentence),
          dims: v.pipe(v.array(count), v.maxLength(64)),
          bytes: amount,
          heldBytes: amount,
          node: v.nullable(count),
          until: v.nullable(count),
          pool: count,
          spans: list(span),
        }),
      ),
      growths: list(
        v.looseObject({
          step: count,
          pool: count,
          placed: count,
          bytes: amount,
          freeBytes: amount,
          freeRanges: count,
          largestFreeBytes: amount,
          inTheWay: list(count),
        }),
      ),
      bytes: amount,
    }),
    v.check(
      ({ pools, placed, growths, steps }) =>
        placed.every(({ pool }) => pool < pools.length) &&
        growths.every(
          ({ step, pool, placed: one, inTheWay }) =>
            step < steps.length && pool < pools.length && [one, ...inTheWay].every((index) => index < placed.length),
        ),
      'names a part of the arena that it does not have',
    ),
  ) as v.GenericSchema<unknown, Arena>
}

/** Whether all nodes that it names are of a model that has so many. */
export function arenaFits({ steps, placed }: Arena, nodes: number): boolean {
  const known = (id: number | null) => id === null || id < nodes
  return steps.every(({ node }) => known(node)) && placed.every(({ node, until }) => known(node) && known(until))
}
