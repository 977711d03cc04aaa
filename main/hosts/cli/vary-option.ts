// SPDX-License-Identifier: Apache-2.0
import { InvalidArgumentError, Option } from 'commander'
import { MAX_THREADS } from '#contract/configuration'
import type { ModelView } from '#contract/model'
import {
  MOST_POINTS,
  type NumbersProblem,
  numbersOf,
  placesOf,
  type SweepAxis,
  sweepDimensions,
  usualStep,
} from '#contract/sweep'
import { grouped } from '#messages/figures'
import { usageError } from './exit'
import { parseCount } from './figures'
import { dashed, SETTINGS, settingFrom } from './setting-options'

/** One --vary, before the model is known that it is about. */
export interface Variation {
  readonly names: readonly string[]
  /** As written, such as "224..1024" or "low,normal"; null: all that a setting has. */
  readonly values: string | null
}

export function varyOption(): Option {
  return new Option(
    '--vary <what=values>',
    'height,width=224..1024, batch=1..16, threads=1,2,4,8, an open dimension, INPUT[AXIS], or a setting',
  ).argParser(parseVariation)
}

export function stepOption(): Option {
  return new Option('--step <size>', 'between two sizes of a range').argParser(parseCount(1, 2 ** 31 - 1))
}

/** Names may contain anything, values no "=": the last one separates them. */
function parseVariation(text: string): Variation {
  const at = text.lastIndexOf('=')
  const names = (at < 0 ? text : text.slice(0, at)).split(',').map((name) => name.trim())
  if (names.includes('')) throw new InvalidArgumentError('It is WHAT=VALUES, such as height,width=224..1024.')
  return { names, values: at < 0 ? null : text.slice(at + 1) }
}

/** What a variation means for a model. */
export function axisOf({ names, values }: Variation, { inputs }: ModelView, step: number | undefined): SweepAxis {
  const [first = ''] = names
  const setting = SETTINGS.find(({ id }) => names.length === 1 && dashed(id) === first)
  if (setting !== undefined) {
    const wanted =
      values === null ? setting.values : values.split(',').map((text) => asUsage(() => settingFrom(setting, text)))
    return { kind: 'setting', setting: setting.id, values: wanted }
  }
  if (values === null) throw usageError(`--vary ${names.join(',')} needs values: ${names.join(',')}=1..4 or =1,2,4.`)
  if (names.length === 1 && first === 'threads') {
    return { kind: 'threads', values: numbers(values, step ?? 1, MAX_THREADS) }
  }
  const nowhere = names.find((name) => placesOf(name, inputs).length === 0)
  if (nowhere !== undefined) {
    const offered = [...new Set(sweepDimensions(inputs).flat()), 'threads', ...SETTINGS.map(({ id }) => dashed(id))]
    throw usageError(`There is no “${nowhere}” to vary; there are ${offered.join(', ')}.`)
  }
  return { kind: 'size', dimensions: names, values: numbers(values, step ?? usualStep(names), 2 ** 31 - 1) }
}

const PROBLEMS: Readonly<Record<NumbersProblem, (most: number) => string>> = {
  none: () => 'Values are whole numbers, such as 1,2,4 or 224..1024.',
  range: (most) => `Values are whole numbers from 1 to ${grouped(most)}.`,
  downwards: () => 'A range goes upwards, such as 224..1024.',
  many: () => `A sweep has ${grouped(MOST_POINTS)} values at most: take a larger --step.`,
}

function numbers(text: string, step: number, most: number): readonly number[] {
  const found = numbersOf(text, step, most)
  if (typeof found === 'string') throw usageError(PROBLEMS[found](most))
  return found
}

function asUsage<T>(parse: () => T): T {
  try {
    return parse()
  } catch (error) {
    throw error instanceof InvalidArgumentError ? usageError(`--vary: ${error.message}`) : error
  }
}
