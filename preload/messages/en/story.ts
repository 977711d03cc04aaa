// SPDX-License-Identifier: Apache-2.0
import type { Category } from '#contract/categories'
import type { Choice } from '#contract/choice'
import type { InstructionSet } from '#contract/configuration'
import { clause, duration, roughSize, shapeText, signed } from '../figures'
import type { Nested, SayNested } from '../sentence'
import { ISA_NAMES } from '../terms'
import type { EngineName } from './engines'
import { choiceName, counted, listed } from './names'
import { vocabulary } from './vocabulary'

export interface CategoryDelta {
  category: Category
  delta: number
}

export interface LayerShape {
  inChannels: number
  outChannels: number
  kernel: readonly number[]
  output: readonly number[]
}

/** "256→256 3×3" and the size of the result, of which `to` makes the end. */
export function layerShapeText({ inChannels, outChannels, kernel, output }: LayerShape, to: (size: string) => string) {
  const window = kernel.length === 0 ? '' : ` ${shapeText(kernel)}`
  const size =
    output.length === 0 || (kernel.length === 0 && output.every((dim) => dim === 1)) ? '' : to(shapeText(output))
  return `${inChannels}→${outChannels}${window}${size}`
}

const parts = (deltas: readonly CategoryDelta[]) =>
  listed(deltas.map(({ category, delta }) => `${vocabulary.category[category]} ${signed(delta, roughSize)}`))

/** How B differs from A, and why; whoever says it knows what B goes by. */
export const story = {
  'cause.forcedInB': ({ layers }: { layers: string }, say: SayNested) =>
    `${say.b} forces it with the override “${layers}”`,
  'cause.forcedInA': ({ layers }: { layers: string }, say: SayNested) =>
    `A forces it with the override “${layers}”, ${say.b} does not`,
  'cause.otherRules': ({ a, b }: { a: EngineName; b: EngineName }, say: SayNested) =>
    `${say(b)} decides by other rules than ${say(a)}`,
  /** Of two engines; `withA`, `withB`: settings that had a part in it. */
  'cause.otherEngine': (
    {
      a,
      b,
      choiceA,
      choiceB,
      withA,
      withB,
    }: {
      a: EngineName
      b: EngineName
      choiceA: Choice
      choiceB: Choice
      withA: readonly Nested[]
      withB: readonly Nested[]
    },
    say: SayNested,
  ) => {
    const under = (settings: readonly Nested[]) => (settings.length === 0 ? '' : ` with ${listed(settings.map(say))}`)
    return `${say(a)}${under(withA)} keeps weights for ${choiceName(choiceA)}, ${say(b)}${under(withB)} those for ${choiceName(choiceB)}`
  },
  'cause.given': ({ b, changes }: { b: EngineName; changes: readonly Nested[] }, say: SayNested) =>
    `${say(b)} was given ${changes.map(say).join(' and ')}`,
  'cause.shapes': () => 'the tensors that it works on have other sizes',
  'change.isa': ({ a, b }: { a: InstructionSet; b: InstructionSet }) => `${ISA_NAMES[b]} instead of ${ISA_NAMES[a]}`,
  'change.threads': ({ a, b }: { a: number; b: number }) => `${counted(b, 'thread')} instead of ${a}`,
  'cause.layout': ({ a, b }: { a: EngineName; b: EngineName }, say: SayNested) =>
    `${say(b)} lays out weights and scratch otherwise than ${say(a)}`,
  'cause.sizes': ({ causes }: { causes: readonly Nested[] }, say: SayNested) => causes.map(say).join(', and '),
  'cause.blocks': ({ a, b }: { a: InstructionSet; b: InstructionSet }) =>
    `${ISA_NAMES[b]} works on blocks of another size than ${ISA_NAMES[a]}`,
  'cause.scratch': ({ a, b }: { a: number; b: number }, say: SayNested) =>
    `scratch grows with the threads, ${b} in ${say.b} where A has ${a}`,
  'cause.others': () => 'its sizes follow from what other layers were given',

  /** What a layer runs with. */
  'choice.name': ({ choice }: { choice: Choice }) => choiceName(choice),
  /** What a layer works on; `kernel` is empty for matrices. */
  'layer.shape': ({ inChannels, outChannels, kernel, output }: LayerShape) =>
    layerShapeText({ inChannels, outChannels, kernel, output }, (size) => ` to ${size}`),
  'layers.alike': ({ count, shape }: { count: number; shape: Nested | null }, say: SayNested) =>
    `${counted(count, 'layer')}${shape === null ? '' : `, ${say(shape)}`}`,

  /** null: there is no choice that has a name. */
  'why.still': ({ choice, cause }: { choice: Choice | null; cause: Nested }, say: SayNested) =>
    choice === null ? `The same, but ${say(cause)}.` : `Still ${choiceName(choice)}, but ${say(cause)}.`,
  'why.unknown': ({ a, b }: { a: boolean; b: boolean }, say: SayNested) =>
    `${a && b ? `A and ${say.b} do` : `${a ? 'A' : say.b} does`} not model this layer: what it holds is not known, and not in the total.`,
  'why.changed': (
    {
      a,
      b,
      cause,
      inflation,
      reason,
    }: {
      a: Choice
      b: Choice
      cause: Nested
      /** Packed over plain weights, where the change does much to it. */
      inflation: { a: number; b: number } | null
      reason: Nested
    },
    say: SayNested,
  ) => {
    const weights =
      inflation === null
        ? ''
        : `; the stored weights take ${inflation.b.toFixed(1)} times the size of the plain ones instead of ${inflation.a.toFixed(1)}`
    return `From ${choiceName(a)} to ${choiceName(b)}: ${say(cause)}${weights}; ${say.b}’s rule: ${clause(say(reason))}.`
  },
  'total.bounded': (
    { a, aLeast, b, bLeast }: { a: number; aLeast: boolean; b: number; bLeast: boolean },
    say: SayNested,
  ) => {
    const least = (isLeast: boolean, bytes: number) => `${isLeast ? 'at least ' : ''}${roughSize(bytes)}`
    return `As modelled, A needs ${least(aLeast, a)} and ${say.b} ${least(bLeast, b)}: parts are unknown or left out, so that how they differ is not known.`
  },
  'total.same': ({ bytes }: { bytes: number }, say: SayNested) =>
    `A and ${say.b} need the same memory as modelled, ${roughSize(bytes)}.`,
  'total.differently': ({ bytes, parts: deltas }: { bytes: number; parts: readonly CategoryDelta[] }, say: SayNested) =>
    `A and ${say.b} need the same total as modelled, ${roughSize(bytes)}, but differently: ${parts(deltas)}.`,
  'total.differs': (
    { a, b, parts: deltas }: { a: number; b: number; parts: readonly CategoryDelta[] },
    say: SayNested,
  ) =>
    `As modelled, ${say.b} needs ${roughSize(Math.abs(b - a))} ${b > a ? 'more' : 'less'} than A, ${roughSize(b)} instead of ${roughSize(a)}: ${parts(deltas)}.`,
  'changes.noLayer': () => 'There is no layer to compare whose algorithm is known on both sides.',
  'changes.none': ({ layers }: { layers: number }) => `None of the ${counted(layers, 'layer')} changes its algorithm.`,
  'changes.some': ({
    changed,
    layers,
    kinds,
    others,
  }: {
    changed: number
    layers: number
    kinds: readonly { count: number; a: Choice; b: Choice }[]
    /** Layers whose kind of change is not listed. */
    others: number
  }) => {
    const shown = kinds.map(({ count, a, b }) => `${count} × ${choiceName(a)} → ${choiceName(b)}`)
    const list = listed(others > 0 ? [...shown, `${others} others`] : shown)
    const verb = changed === 1 ? 'changes its' : 'change their'
    return `${changed} of ${counted(layers, 'layer')} ${verb} algorithm: ${list}.`
  },
  'changes.uncertain': ({ layers, first }: { layers: number; first: string }) =>
    `${layers === 1 ? `The layer “${first}” is` : `${layers} layers, the first being “${first}”, are`} not modelled on one side at least: the totals leave that out, and their difference does not show it.`,
  'weights.moved': ({
    grown,
    shrunk,
    most,
  }: {
    grown: number
    shrunk: number
    most: readonly { name: string; delta: number }[]
  }) => {
    const counts = [
      ...(grown > 0 ? [`grow in ${counted(grown, 'layer')}`] : []),
      ...(shrunk > 0 ? [`shrink in ${counted(shrunk, 'layer')}`] : []),
    ]
    const largest = most.map(({ name, delta }) => `“${name}” (${signed(delta, roughSize)})`)
    return `Packed weights ${listed(counts)}, most of all ${listed(largest)}.`
  },
  /** `count`: layers that it holds for; null: all that change. */
  'story.cause': ({ count, cause }: { count: number | null; cause: Nested }, say: SayNested) =>
    `${count === null ? 'The reason' : `The reason for ${count} of them`}: ${say(cause)}.`,
  'story.measured': (
    { peakA, peakB, inferenceA, inferenceB }: { peakA: number; peakB: number; inferenceA: number; inferenceB: number },
    say: SayNested,
  ) =>
    `Measured in Convscope’s engine, tracked memory peaks at ${roughSize(peakA)} in A and ${roughSize(peakB)} in ${say.b}, and one inference takes ${duration(inferenceA)} and ${duration(inferenceB)}.`,
}
