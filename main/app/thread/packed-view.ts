// SPDX-License-Identifier: Apache-2.0
import type { ModelView, NodeView, TensorView } from '#contract/model'
import type { ModelRows, Rows } from '#core/model/model-view'

/**
 * A model as it crosses from its thread: its nodes and tensors by columns, and what many of them have in common once. Copied
 * as they are, the words of a large one take more memory than all else.
 */
export interface PackedView extends Omit<ModelView, 'nodes' | 'tensors'> {
  readonly nodes: Columns<NodeView>
  readonly tensors: Columns<TensorView>
}

interface Columns<Row> {
  readonly count: number
  readonly columns: readonly Column<Row>[]
}

interface Column<Row> {
  readonly name: keyof Row
  /** By row; with `places`, each value once. undefined: the row has none. */
  readonly values: readonly Row[keyof Row][]
  /** By row, the place of its value. */
  readonly places: Uint32Array | null
}

/** Whether a column has a value of its own in nearly every row, or rows have theirs in common. */
type Kinds<Row> = { readonly [name in keyof Required<Row>]: 'own' | 'common' }

const NODE: Kinds<NodeView> = {
  ...{ id: 'own', name: 'own', inputs: 'own', outputs: 'own' },
  ...{ op: 'common', sourceOp: 'common', attributes: 'common', folded: 'common', window: 'common' },
  ...{ body: 'common', notRunnable: 'common', decidedInRun: 'common' },
}

const TENSOR: Kinds<TensorView> = {
  ...{ id: 'own', name: 'own', bytes: 'own' },
  ...{ dtype: 'common', dims: 'common', constant: 'common', stored: 'common' },
}

export function packRows(rows: ModelRows): PackedView {
  return { ...rows, nodes: pack(rows.nodes, NODE), tensors: pack(rows.tensors, TENSOR) }
}

export function unpackView(view: PackedView): ModelView {
  return { ...view, nodes: unpack(view.nodes), tensors: unpack(view.tensors) }
}

function pack<Row>(rows: Rows<Row>, kinds: Kinds<Row>): Columns<Row> {
  const { count } = rows
  const columns = (Object.keys(kinds) as (keyof Row)[]).map((name) =>
    kinds[name] === 'own' ? ownColumn(name, count) : commonColumn(name, count),
  )
  let at = 0
  for (const row of rows) {
    for (const { put } of columns) put(at, row)
    at += 1
  }
  return { count, columns: columns.map(({ column }) => column) }
}

interface Filled<Row> {
  readonly column: Column<Row>
  put(at: number, row: Row): void
}

function ownColumn<Row>(name: keyof Row, count: number): Filled<Row> {
  const values = new Array<Row[keyof Row]>(count)
  return {
    column: { name, values, places: null },
    put(at, row) {
      values[at] = row[name]
    },
  }
}

function commonColumn<Row>(name: keyof Row, count: number): Filled<Row> {
  const values: Row[keyof Row][] = []
  const places = new Uint32Array(count)
  const known = new Map<Row[keyof Row], number>()
  return {
    column: { name, values, places },
    put(at, row) {
      const value = row[name]
      let place = known.get(value)
      if (place === undefined) {
        place = values.push(value) - 1
        known.set(value, place)
      }
      places[at] = place
    },
  }
}

function unpack<Row>({ count, columns }: Columns<Row>): readonly Row[] {
  return Array.from({ length: count }, (_, i) => {
    const row: Partial<Row> = {}
    for (const { name, values, places } of columns) {
      const value = values[places?.[i] ?? i]
      if (value !== undefined) row[name] = value
    }
    return row as Row
  })
}
