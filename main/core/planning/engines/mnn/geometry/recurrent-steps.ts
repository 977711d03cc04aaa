// SPDX-License-Identifier: Apache-2.0
import type { RecurrentLayer } from '../rules/recurrent-layers'
import type { CommandList } from './command-list'
import { type Axis, type Region, wholeCopy } from './region'

/** Where a direction's results are to be had. */
export interface Unfolded {
  /** Parts of the sequence of results; none where the loops write it themselves. */
  readonly sequence: readonly Region[]
  readonly hidden: { readonly origin: number; readonly offset: number }
  readonly cell: number
}

/**
 * An LSTM with operations of their own for every step. Matrices lie turned: a row for every element of the state, a column
 * for every sequence. 1.1.0|1.1.7: source/geometry/GeometryLSTM.cpp.
 */
export function singleSteps(
  node: number,
  x: number,
  direction: number,
  layer: RecurrentLayer,
  list: CommandList,
): Unfolded {
  const { steps, batch, inputs, hidden, directions } = layer
  const rows = 4 * hidden
  const elements = batch * hidden
  const positions = steps * batch
  const plain = (dims: readonly number[]) => list.declare({ dims, layout: 'plain' })
  const virtual = (dims: readonly number[], region: Region) => {
    const tensor = plain(dims)
    list.declareVirtual(tensor, [region])
    return tensor
  }
  const state = () => plain([hidden, batch])
  const run = (kind: 'Binary' | 'Unary', from: readonly number[], to: number) =>
    list.run({ node, kind, inputs: from, outputs: [to] })
  /** This direction's part of a tensor of both. */
  const part = (origin: number, size: number) => virtual([size], directionOf(origin, size, direction))
  /** The rows of a gate, of which there are four below one another. */
  const rowsOf = (origin: number, gate: number, stride: number, offset: number) =>
    virtual(
      [hidden, batch],
      copy(origin, gate * hidden * stride + offset, 0, [
        { size: hidden, source: stride, target: batch },
        { size: batch, source: 1, target: 1 },
      ]),
    )

  const products = plain([positions, rows])
  list.run({
    node,
    kind: 'MatMul',
    inputs: [x, part(layer.weight, rows * inputs), part(layer.bias, rows)],
    outputs: [products],
    product: { rows: positions, depth: inputs, columns: rows, hasBias: true },
  })
  const turned = virtual(
    [rows, positions],
    copy(products, 0, 0, [
      { size: rows, source: 1, target: positions },
      { size: positions, source: rows, target: 1 },
    ]),
  )
  const recurrence = part(layer.recurrence, rows * hidden)
  const [i, c, f] = [state(), state(), state()]
  const isGiven = layer.initialHidden >= 0 || layer.initialCell >= 0
  let [o, memory] = isGiven
    ? [part(layer.initialHidden, elements), part(layer.initialCell, elements)]
    : [state(), state()]
  const written: number[] = []
  for (let step = 0; step < steps; step++) {
    const [input, output, forget, cell] = [0, 1, 2, 3].map(
      (gate) => () => rowsOf(turned, gate, positions, step * batch),
    ) as [Gate, Gate, Gate, Gate]
    if (step === 0 && !isGiven) {
      run('Unary', [input()], i)
      run('Unary', [cell()], c)
      run('Binary', [i, c], memory)
      run('Unary', [output()], c)
      run('Unary', [memory], i)
      run('Binary', [i, c], o)
      written.push(o)
      continue
    }
    const product = plain([rows, batch])
    const sum = state()
    const size = { rows, depth: hidden, columns: batch, hasBias: false }
    list.run({ node, kind: 'MatMul', inputs: [recurrence, o], outputs: [product], product: size })
    const activated = (gate: Gate, index: number, to: number) => {
      run('Binary', [gate(), rowsOf(product, index, batch, 0)], sum)
      run('Unary', [sum], to)
    }
    activated(input, 0, i)
    activated(cell, 3, c)
    activated(forget, 2, f)
    run('Binary', [i, c], sum)
    run('Binary', [f, memory], i)
    if (isGiven) memory = state()
    run('Binary', [i, sum], memory)
    activated(output, 1, c)
    run('Unary', [memory], i)
    o = state()
    run('Binary', [i, c], o)
    written.push(o)
  }
  const sequence = written.map((origin, step) => {
    const position = direction === 0 ? step : steps - step - 1
    return copy(origin, 0, elements * (position * directions + direction), [
      { size: batch, source: 1, target: hidden },
      { size: hidden, source: batch, target: 1 },
    ])
  })
  return { sequence, hidden: { origin: o, offset: 0 }, cell: memory }
}

/** Makes the tensor of a gate's products with the input. */
type Gate = () => number

function directionOf(origin: number, size: number, direction: number): Region {
  return { ...wholeCopy(origin, size), sourceOffset: direction * size }
}

function copy(origin: number, sourceOffset: number, targetOffset: number, axes: readonly Axis[]): Region {
  return { origin, sourceOffset, targetOffset, axes: axes.filter(({ size }) => size > 1) }
}
