// SPDX-License-Identifier: Apache-2.0
import type { Message } from '#messages/message'
import type { LayerDifference } from './comparison'
import { type Configuration, type Setting, type SettingId, type SettingValue, withSetting } from './configuration'
import type { Result } from './errors'
import type { InputSizes, InputView, ModelId } from './model'
import type { CategoryBytes } from './plan'

/** As many values as a sweep may have. */
export const MOST_POINTS = 1024

/** What a sweep varies; everything else stays as it is. */
export type SweepAxis =
  /** Dimensions of inputs, which all take the same size (placesOf). */
  | { readonly kind: 'size'; readonly dimensions: readonly string[]; readonly values: readonly number[] }
  | { readonly kind: 'threads'; readonly values: readonly number[] }
  /** How many sessions there are in one process, made in one of the ways that the engine has. */
  | { readonly kind: 'sessions'; readonly sharing: string; readonly values: readonly number[] }
  | { readonly kind: 'setting'; readonly setting: SettingId; readonly values: readonly SettingValue[] }

export interface SweepRequest {
  readonly modelId: ModelId
  readonly configuration: Configuration
  readonly axis: SweepAxis
  /** Of sizes: also what one session holds that goes through them in their order. */
  readonly resized: boolean
}

/** What of a plan a sweep tells. Modelled bytes. */
export interface SweptTotals {
  readonly totals: CategoryBytes
  readonly totalBytes: number
  /** The totals are "at least" (isLowerBound of the plan). */
  readonly lowerBound: boolean
}

/** A value, and what is planned with it, or why nothing is. */
export interface SweepPoint {
  readonly value: SettingValue
  readonly outcome: Result<SweptTotals>
}

/** Between two values, next to each other among those that could be planned, where layers change their algorithm or unit. */
export interface SweepChange {
  /** Places of the two in Sweep.points. */
  readonly from: number
  readonly to: number
  /** The second minus the first, by category. */
  readonly deltas: CategoryBytes
  /** null where one of the totals is "at least". */
  readonly totalDelta: number | null
  /** Those whose algorithm or unit changes, A being the first value; never empty. Shapes are those at the second. */
  readonly layers: readonly LayerDifference[]
}

/** A session that goes through the sizes of a sweep in their order. */
export interface ResizedSession {
  /** What the engine keeps when a session is resized; where that is not known, that it is not. */
  readonly rule: Message
  /** By point, what the session holds there; null where that is not known or the size does not work. */
  readonly held: readonly (CategoryBytes | null)[]
}

export interface Sweep {
  readonly configuration: Configuration
  readonly axis: SweepAxis
  /** In the order of the axis’s values. */
  readonly points: readonly SweepPoint[]
  readonly changes: readonly SweepChange[]
  /** null where it was not asked for, or no size is varied. */
  readonly resized: ResizedSession | null
}

export interface SweepProgress {
  readonly done: number
  readonly points: number
}

/** What edges of images are varied by where nothing is said: every usual chain of strides divides it. */
const EDGE_STEP = 32
const EDGES: readonly string[] = ['height', 'width']

/** Between two sizes of a range, where nothing is said. */
export function usualStep(dimensions: readonly string[]): number {
  return dimensions.every((name) => EDGES.includes(name)) ? EDGE_STEP : 1
}

/** Why a text is no list of numbers. */
export type NumbersProblem = 'none' | 'range' | 'downwards' | 'many'

/** "224..1024,2048": ranges, by `step`, and single whole numbers from 1 to `most`. */
export function numbersOf(text: string, step: number, most: number): readonly number[] | NumbersProblem {
  const numbers: number[] = []
  for (const part of text.split(',')) {
    const [, first, last = first] = /^\s*(\d{1,10})\s*(?:\.\.\s*(\d{1,10})\s*)?$/.exec(part) ?? []
    if (first === undefined) return 'none'
    const [from, to] = [Number(first), Number(last)]
    if (from < 1 || to > most) return 'range'
    if (to < from) return 'downwards'
    if (numbers.length + (to - from) / step + 1 > MOST_POINTS) return 'many'
    for (let value = from; value <= to; value += step) numbers.push(value)
  }
  return numbers
}

/** Dimensions that inputs commonly share by their place, whether the file states them or leaves them open. */
const SHARED_ROLES = ['batch', 'height', 'width'] as const

interface Place {
  readonly input: string
  readonly axis: number
}

type Sized = Pick<InputView, 'name' | 'dims' | 'dimNames' | 'roles'>

/**
 * Where a dimension lies: an open one by its name, wherever the file has that name; else batch, height or width of every
 * input that has one; else one axis of one input: "INPUT[AXIS]". Empty where there is none.
 */
export function placesOf(name: string, inputs: readonly Sized[]): readonly Place[] {
  const where = (holds: (input: Sized, axis: number) => boolean) =>
    inputs.flatMap((input) =>
      input.dims.flatMap((_, axis) => (holds(input, axis) ? [{ input: input.name, axis }] : [])),
    )
  const named = where(({ dimNames }, axis) => dimNames[axis] === name)
  if (named.length > 0) return named
  const role = SHARED_ROLES.find((each) => each === name)
  if (role !== undefined) return where(({ roles }, axis) => roles[axis] === role)
  return where((input, axis) => `${input.name}[${axis}]` === name)
}

/** What a sweep of sizes is offered for: dimensions that are varied together, the usual ones first. */
export function sweepDimensions(inputs: readonly Sized[]): readonly (readonly string[])[] {
  const [batch, ...edges] = SHARED_ROLES.filter((role) => placesOf(role, inputs).length > 0)
    .map((role) => [role as string])
    .sort(([a], [b]) => Number(b === 'batch') - Number(a === 'batch'))
  const both = edges.length === 2 ? [edges.flat()] : []
  const known = [...both, ...edges, ...(batch === undefined ? [] : [batch])]
  const open = [...new Set(inputs.flatMap(({ dimNames }) => dimNames.filter((each) => each !== null)))]
  return [...known, ...open.filter((name) => !known.some((each) => each.includes(name))).map((name) => [name])]
}

/** Sizes of all inputs as they are, but for these dimensions. */
export function sizesWith(inputs: readonly Sized[], dimensions: readonly string[], size: number): InputSizes {
  const places = dimensions.flatMap((name) => placesOf(name, inputs))
  return Object.fromEntries(
    inputs.map(({ name, dims }) => [
      name,
      dims.map((dim, axis) => (places.some((place) => place.input === name && place.axis === axis) ? size : dim)),
    ]),
  )
}

/** The configuration at a value. A setting that the engine does not declare stays, so that planning refuses it. */
export function configurationAt(
  configuration: Configuration,
  axis: Exclude<SweepAxis, { kind: 'size' | 'sessions' }>,
  value: SettingValue,
  declared: readonly Setting[],
): Configuration {
  if (axis.kind === 'threads') return { ...configuration, threads: Number(value) }
  const setting = declared.find(({ id }) => id === axis.setting)
  if (setting !== undefined) return withSetting(configuration, setting, value)
  return { ...configuration, settings: { ...configuration.settings, [axis.setting]: value } }
}
