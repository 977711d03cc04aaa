import type { ShapedModel } from '#main/model/shapes'
import type { Program, ProgramOperation } from '#main/planning/program'

/**
 * Executes programs symbolically: a tensor's value is a string that says how it was computed, and
 * the arena is an array of such strings, one for four bytes. A buffer overwritten too early, or
 * read before it is written, gives another string than the model does.
 */
export function executeProgram(program: Program, constantName: (tensor: number) => string): readonly string[] {
  const arena = new Array<string>(program.arenaBytes / 4).fill('?')
  const cells = (index: number) => {
    const buffer = program.buffers[index]
    if (buffer?.place.kind !== 'arena') return null
    const { offset } = buffer.place
    if (offset + buffer.bytes > program.arenaBytes) throw new Error('A buffer reaches beyond the arena.')
    return { from: offset / 4, to: (offset + buffer.bytes) / 4 }
  }
  const read = (index: number): string => {
    if (index < 0) return '-'
    const place = program.buffers[index]?.place
    if (place?.kind === 'constant') return constantName(place.tensor)
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
export function executeModel(shaped: ShapedModel, constantName: (tensor: number) => string): readonly string[] {
  const { model, operations, constants } = shaped
  const values = new Map<number, string>([...constants.keys()].map((tensor) => [tensor, constantName(tensor)]))
  for (const [index, { tensor }] of model.inputs.entries()) values.set(tensor, `input${index}`)
  for (const node of model.nodes) {
    const operation = operations[node.id]
    if (!operation) throw new Error('The model is not fully resolved.')
    const arguments_ = node.inputs.map((tensor) => values.get(tensor) ?? '-')
    const value =
      operation.kind === 'Alias'
        ? (arguments_[0] ?? '?')
        : symbol(operation as ProgramOperation, operation.kind === 'Conv' ? arguments_.slice(0, 1) : arguments_)
    for (const [index, output] of node.outputs.entries()) {
      values.set(output, node.outputs.length > 1 ? `${value}.${index}` : value)
    }
  }
  return model.outputs.map((tensor) => values.get(tensor) ?? '?')
}

/** A short name of an operation applied to values; strings would grow exponentially. */
const names = new Map<string, string>()
function symbol(operation: Pick<ProgramOperation, 'kind'>, arguments_: readonly string[]): string {
  const long = `${operation.kind}(${arguments_.join(',')})`
  const short = names.get(long) ?? `v${names.size}`
  names.set(long, short)
  return short
}
