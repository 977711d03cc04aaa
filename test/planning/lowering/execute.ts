import type { ShapedModel } from '#main/model/shapes'
import type { Program } from '#main/planning/program'

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
    const found = new Set(range === null ? ['?'] : arena.slice(range.from, range.to))
    return [...found].join('|')
  }
  const write = (index: number, value: string) => {
    const range = cells(index)
    if (range === null) throw new Error('A constant is written.')
    arena.fill(value, range.from, range.to)
  }
  for (const [index, buffer] of program.inputs.entries()) write(buffer, `input${index}`)
  for (const { operation, inputs, outputs } of program.ops) {
    const arguments_ = inputs.map(read)
    const value =
      operation.kind === 'Reorder' || operation.kind === 'Copy' ? (arguments_[0] ?? '?') : symbol(operation, arguments_)
    for (const [index, output] of outputs.entries()) write(output, outputs.length > 1 ? `${value}.${index}` : value)
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
    const value = operation.kind === 'Alias' ? (arguments_[0] ?? '?') : symbol(operation, arguments_)
    for (const [index, output] of node.outputs.entries()) {
      values.set(output, node.outputs.length > 1 ? `${value}.${index}` : value)
    }
  }
  return model.outputs.map((tensor) => values.get(tensor) ?? '?')
}

/** Constants are never in the arena. */
const CONSTANT = ''

/** A short name of an operation applied to values: written out, names would grow exponentially. */
const names = new Map<string, string>()
function symbol({ kind }: { readonly kind: string }, arguments_: readonly string[]): string {
  // A mean over height and width is lowered to a pooling.
  const same = kind === 'GlobalPool' ? 'Reduce' : kind
  const long = `${same}(${arguments_.filter((argument) => argument !== CONSTANT).join(',')})`
  const short = names.get(long) ?? `v${names.size}`
  names.set(long, short)
  return short
}
