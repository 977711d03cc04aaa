// SPDX-License-Identifier: Apache-2.0
import { shapeText, size } from '../figures'
import type { SayNested } from '../sentence'
import { counted, listed } from './names'

/** In what two models are compared. */
export const MODEL_ASPECTS = ['sizes', 'inputs', 'operations', 'weights'] as const
export type ModelAspect = (typeof MODEL_ASPECTS)[number]

/** How often something is there. */
export interface CountChange {
  name: string
  was: number
  is: number
}

const MOST_LISTED = 3

/** Dimensions as a file declares them, null where it leaves one open. */
type Declared = readonly (number | null)[]

const kindsText = (kinds: readonly CountChange[]) => {
  const shown = kinds.slice(0, MOST_LISTED).map(({ name, was, is }) => `${is} × ${name} instead of ${was}`)
  return listed(kinds.length > MOST_LISTED ? [...shown, `${kinds.length - MOST_LISTED} other kinds`] : shown)
}

const quoted = (names: readonly string[]) => {
  const shown = names.slice(0, MOST_LISTED).map((name) => `“${name}”`)
  return listed(names.length > MOST_LISTED ? [...shown, `${names.length - MOST_LISTED} more`] : shown)
}

/** What a model has otherwise than another. */
export const modelChanges = {
  'model.inputSize': ({ input, was, is }: { input: string; was: readonly number[]; is: readonly number[] }) =>
    `The input “${input}” is ${shapeText(is)} instead of ${shapeText(was)}.`,
  'model.declaredSize': ({ input, was, is }: { input: string; was: Declared; is: Declared }) =>
    `The file declares its input “${input}” as ${shapeText(is)} instead of ${shapeText(was)}.`,
  'model.inputs': ({ gone, added }: { gone: readonly string[]; added: readonly string[] }) => {
    const parts = [
      ...(gone.length === 0 ? [] : [`${quoted(gone)} ${gone.length === 1 ? 'is' : 'are'} gone`]),
      ...(added.length === 0 ? [] : [`${quoted(added)} ${added.length === 1 ? 'is' : 'are'} new`]),
    ]
    return `The inputs differ: ${parts.join(', ')}.`
  },
  'model.inputType': ({ input, was, is }: { input: string; was: string; is: string }) =>
    `The input “${input}” holds ${is} instead of ${was}.`,
  'model.operations': ({ kinds }: { kinds: readonly CountChange[] }) => `The operations differ: ${kindsText(kinds)}.`,
  'model.attributes': ({ count, op, first }: { count: number; op: string; first: string }) =>
    `${counted(count, 'operation')} ${count === 1 ? 'has' : 'have'} other attributes, ${count === 1 ? 'the' : 'the first being the'} ${op} “${first}”.`,
  'model.weights': ({ kinds }: { kinds: readonly CountChange[] }) => `The weights differ: ${kindsText(kinds)}.`,
  'model.weightBytes': ({ was, is }: { was: number; is: number }) =>
    `The weights take ${size(is)} instead of ${size(was)}.`,
  /** Two files; `a` and `b`: their names. */
  'model.others': ({ a, b, hashA, hashB }: { a: string; b: string; hashA: string; hashB: string }, say: SayNested) =>
    `A and ${say.b} are of different models: ${a} (SHA-256 ${hashA.slice(0, 12)}…) and ${b} (${hashB.slice(0, 12)}…).`,
  'model.matched': ({
    same,
    changed,
    added,
    removed,
  }: {
    same: number
    changed: number
    added: number
    removed: number
  }) => {
    const others = [
      ...(changed === 0 ? [] : [`${changed} ${changed === 1 ? 'is' : 'are'} changed`]),
      ...(added === 0 ? [] : [`${added} ${added === 1 ? 'is' : 'are'} added`]),
      ...(removed === 0 ? [] : [`${removed} ${removed === 1 ? 'is' : 'are'} removed`]),
    ]
    return `${counted(same, 'operation')} ${same === 1 ? 'is' : 'are'} the same${others.length === 0 ? ', none differs' : `, ${listed(others)}`}.`
  },
}
