// SPDX-License-Identifier: Apache-2.0
import { type Command, InvalidArgumentError, Option } from 'commander'
import type { InputSizes, InputView } from '#contract/model'
import { usageError } from './exit'

/** One --input-shape: of the input of that name, or of the only one; or of all open dimensions of that name. */
export interface InputShape {
  readonly input: string | null
  /** null: as the file states it, or assumed. */
  readonly dims: readonly (number | null)[]
}

/** MODEL and what is asked of its inputs. */
export function addModelOptions(command: Command): Command {
  return addShapeOption(command.argument('<model>', 'a model file, or sample:NAME (see “convscope samples”)'))
}

export function addShapeOption(command: Command): Command {
  return command.addOption(
    new Option(
      '-s, --input-shape <shape>',
      'sizes: 1x3x224x224, INPUT=1x3x?x? (? leaves one open), or DIMENSION=4, such as batch=4; repeatable',
    )
      .argParser(collectShapes)
      .default([], 'those of the file'),
  )
}

function collectShapes(text: string, before: readonly InputShape[]): readonly InputShape[] {
  return [...before, parseShape(text)]
}

/** Names may contain anything, dimensions no "=": the last one separates them. */
function parseShape(text: string): InputShape {
  const at = text.lastIndexOf('=')
  const parts = text.slice(at + 1).split(/[x×,]/i)
  const dims = parts.map((part) => (part === '?' ? null : Number(part)))
  if (
    parts.some((part) => !/^(\d+|\?)$/.test(part)) ||
    dims.some((dim) => dim !== null && (dim < 1 || dim >= 2 ** 31))
  ) {
    throw new InvalidArgumentError('Dimensions are positive whole numbers, such as 1x3x224x224.')
  }
  return { input: at < 0 ? null : text.slice(0, at), dims }
}

/** Sizes by input, as shape inference takes them. What is said of an input goes before what is said of a dimension. */
export function sizesByInput(
  shapes: readonly InputShape[],
  inputs: readonly Pick<InputView, 'name' | 'dimNames'>[],
): InputSizes {
  const names = inputs.map(({ name }) => name)
  const wanted = new Map<string, readonly (number | null)[]>()
  const sizes = new Map<string, number | null>()
  for (const { input: name, dims } of shapes) {
    if (name === null && names.length !== 1) {
      throw usageError(`--input-shape needs a name: the model has ${names.length} inputs (${names.join(', ')}).`)
    }
    const [size = null] = dims
    if (name === null || names.includes(name)) wanted.set(name ?? names[0] ?? '', dims)
    else if (dims.length === 1 && inputs.some(({ dimNames }) => dimNames.includes(name))) sizes.set(name, size)
    else throw usageError(noSuchName(name, inputs))
  }
  for (const { name, dimNames } of inputs) {
    if (!dimNames.some((dim) => dim !== null && sizes.has(dim))) continue
    const given = wanted.get(name)
    wanted.set(
      name,
      dimNames.map((dim, axis) => given?.[axis] ?? (dim === null ? null : (sizes.get(dim) ?? null))),
    )
  }
  return Object.fromEntries(wanted)
}

function noSuchName(name: string, inputs: readonly Pick<InputView, 'name' | 'dimNames'>[]): string {
  const dimensions = [...new Set(inputs.flatMap(({ dimNames }) => dimNames.filter((dim) => dim !== null)))]
  const open = dimensions.length === 0 ? '' : `, with the open dimensions ${dimensions.join(', ')}`
  return `The model has no input “${name}”; it has ${inputs.map((input) => input.name).join(', ')}${open}.`
}
