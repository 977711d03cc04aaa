// SPDX-License-Identifier: Apache-2.0
import { type Command, InvalidArgumentError, Option } from 'commander'
import type { InputView } from '#contract/model'
import { usageError } from './exit'

/** One --input-shape: of the input of that name, or of the only one. */
export interface InputShape {
  readonly input: string | null
  readonly dims: readonly number[]
}

/** MODEL and what is asked of its inputs. */
export function addModelOptions(command: Command): Command {
  return addShapeOption(command.argument('<model>', 'a model file, or sample:NAME (see “convscope samples”)'))
}

export function addShapeOption(command: Command): Command {
  return command.addOption(
    new Option('-s, --input-shape <shape>', 'dimensions of an input: 1x3x224x224 or NAME=1x3x224x224; repeatable')
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
  const dims = parts.map(Number)
  if (parts.some((part) => !/^\d+$/.test(part)) || dims.some((dim) => dim < 1 || dim >= 2 ** 31)) {
    throw new InvalidArgumentError('Dimensions are positive whole numbers, such as 1x3x224x224.')
  }
  return { input: at < 0 ? null : text.slice(0, at), dims }
}

/** Dimensions by input name, as shape inference takes them. */
export function shapesByName(
  shapes: readonly InputShape[],
  inputs: readonly Pick<InputView, 'name'>[],
): Record<string, readonly number[]> {
  const names = inputs.map(({ name }) => name)
  return Object.fromEntries(
    shapes.map(({ input, dims }) => {
      if (input === null && names.length !== 1) {
        throw usageError(`--input-shape needs a name: the model has ${names.length} inputs (${names.join(', ')}).`)
      }
      if (input !== null && !names.includes(input)) {
        throw usageError(`The model has no input “${input}”; it has ${names.join(', ')}.`)
      }
      return [input ?? names[0] ?? '', dims]
    }),
  )
}
