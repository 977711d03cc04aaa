// SPDX-License-Identifier: Apache-2.0
import type { ResolvedOperation, ShapedModel } from '#core/model/shapes'
import type { Program, ProgramOperation } from '#core/planning/native/program'

/** Bytes of the arena that one symbol stands for. */
const CELL = 64

/**
 * Executes programs symbolically: a tensor's value is a string that says how it was computed from
 * the inputs, and the arena is an array of such strings. A buffer overwritten too early, or read
 * before it is written, gives another string than the model does.
 */
export function executeProgram(program: Program): readonly string[] {
  const arena = new Array<string>(program.arenaBytes / CELL).fill('?')
  const cells = (index: number) => {
    const buffer = program.buffers[index]
    if (buffer?.place.kind !== 'arena') return null
    const { offset } = buffer.place
    if (offset + buffer.bytes > program.arenaBytes) throw new Error('A buffer reaches beyond the arena.')
    if (offset % CELL !== 0) throw new Error('A buffer is not aligned.')
    return { from: offset / CELL, to: Math.ceil((offset + buffer.bytes) / CELL) }
  }
  const read = (index: number): string => {
    if (index < 0 || program.buffers[index]?.place.kind === 'constant') return CONSTANT
    const range = cells(index)
    return range === null ? '?' : joined([...new Set(arena.slice(range.from, range.to))])
  }
  const write = (index: number, value: string) => {
    const range = cells(index)
    if (range === null) throw new Error('A constant is written.')
    arena.fill(value, range.from, range.to)
  }
  for (const [index, buffer] of program.inputs.entries()) write(buffer, `input${index}`)
  for (const { operation, inputs, outputs } of program.ops) {
    const value = executed(operation, inputs.map(read))
    for (const [index, output] of outputs.entries()) write(output, numbered(value, operation.kind, outputs, index))
  }
  return program.outputs.map(read)
}

/** The same strings, straight from the model. */
export function executeModel(shaped: ShapedModel): readonly string[] {
  const { model, operations, constants, folded } = shaped
  const values = new Map<number, string>([...constants.keys()].map((tensor) => [tensor, CONSTANT]))
  for (const [index, { tensor }] of model.inputs.entries()) values.set(tensor, `input${index}`)
  for (const node of model.nodes) {
    const operation = operations[node.id]
    if (folded[node.id]) continue
    if (!operation) throw new Error('The model is not fully resolved.')
    const arguments_ = node.inputs.map((tensor) => values.get(tensor) ?? CONSTANT)
    const value = meant(operation, arguments_)
    for (const [index, output] of node.outputs.entries()) {
      values.set(output, numbered(value, operation.kind, node.outputs, index))
    }
  }
  return model.outputs.map((tensor) => values.get(tensor) ?? '?')
}

/** All that lies in a stretch of memory, in whatever order and number. */
function joined(parts: readonly string[]): string {
  return [...new Set(parts.flatMap((part) => part.split('|')))].sort().join('|')
}

/** Of several outputs; parts of a Split may be looked at inside the whole, which does not say which part it is. */
function numbered(value: string, kind: string, outputs: readonly number[], index: number): string {
  return outputs.length > 1 && kind !== 'Split' ? `${value}.${index}` : value
}

/** Constants are never in the arena. */
const CONSTANT = ''

/** What an op of a program computes, written as the nodes that were fused into it. */
function executed(operation: ProgramOperation, arguments_: readonly string[]): string {
  const [x = '?', residual = CONSTANT] = arguments_
  switch (operation.kind) {
    case 'Reorder':
    case 'Copy':
      return x
    case 'Conv': {
      const sum = operation.affine.reduce(affine, symbol('Conv', [x]))
      return activated(residual === CONSTANT ? sum : added([sum, residual]), operation.activation)
    }
    case 'Affine': {
      const scaled = operation.epsilons.reduce(affine, x)
      return activated(scaled, operation.activation?.function ?? 'none')
    }
    default:
      return meant(operation, arguments_)
  }
}

/** What a node says it computes. Arithmetic with a constant counts as a scaling by channel. */
function meant(
  operation: ResolvedOperation | Exclude<ProgramOperation, { kind: 'Conv' }>,
  arguments_: readonly string[],
): string {
  const values = arguments_.filter((argument) => argument !== CONSTANT)
  const [x = '?'] = values
  switch (operation.kind) {
    case 'Alias':
    case 'Split':
      return x
    case 'Concat':
    case 'Stack':
      return joined(values)
    case 'BatchNorm':
    case 'Scale':
      return affine(x)
    case 'Conv':
      return activated(symbol('Conv', [x]), operation.activation)
    case 'Unary':
      return activated(x, operation.function)
    case 'PRelu':
      return values.length === 1 ? activated(x, 'prelu') : symbol('PRelu', values)
    case 'Binary': {
      const plain = values.length === 1 ? affine(x) : added(values, operation.function)
      return activated(plain, operation.activation)
    }
    // A mean over height and width is lowered to a pooling.
    case 'Reduce':
      return symbol('GlobalPool', values)
    default:
      return symbol(operation.kind, values)
  }
}

function added(values: readonly string[], name = 'add'): string {
  if (name !== 'mul') return symbol(name, name === 'add' ? [...values].sort() : values)
  const bare = values.map((value) => scaled.get(value) ?? value)
  const product = symbol(name, bare.sort())
  return values.some((value) => scaled.has(value)) ? affine(product) : product
}

/** Scaled and shifted, however often; products are scaled as a whole. */
function affine(x: string): string {
  if (scaled.has(x)) return x
  const result = symbol('Affine', [x])
  scaled.set(result, x)
  return result
}
const scaled = new Map<string, string>()

/** Relu6 is a clip; x · sigmoid(x) may be one node or two, x · clip(x + 3, 0, 6) / 6 one to four. */
function activated(x: string, name: string): string {
  if (name === 'none') return x
  if (name === 'hardSigmoid') return affine(symbol('clip', [affine(x)]))
  if (name === 'hardSwish') return affine(added([x, activated(x, 'hardSigmoid')], 'mul'))
  if (name === 'swish') return added([x, symbol('sigmoid', [x])], 'mul')
  return symbol(name === 'relu6' ? 'clip' : name, [x])
}

/** A short name of an operation applied to values: written out, names would grow exponentially. */
const names = new Map<string, string>()
function symbol(kind: string, arguments_: readonly string[]): string {
  const long = `${kind}(${arguments_.join(',')})`
  const short = names.get(long) ?? `v${names.size}`
  names.set(long, short)
  return short
}
