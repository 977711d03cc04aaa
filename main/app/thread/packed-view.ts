// SPDX-License-Identifier: Apache-2.0
import type { ModelView, NodeView, TensorView } from '#contract/model'
import type { ModelRows, Rows } from '#core/model/model-view'

/**
 * A model as it crosses from its thread: its nodes and tensors by columns, numbers outside of the heap, and what many of
 * them have in common once. Copied as they are, the words of a large one take more memory than all else.
 */
export interface PackedView extends Omit<ModelView, 'nodes' | 'tensors'> {
  readonly nodes: Columns<NodeView>
  readonly tensors: Columns<TensorView>
}

interface Columns<Row> {
  readonly count: number
  readonly columns: { readonly [name in keyof Row]-?: Column }
}

type Column =
  /** The number of the row. */
  | { readonly kind: 'place' }
  /** By row. */
  | { readonly kind: 'text'; readonly texts: readonly string[] }
  /** Lists of ids, one after the other, and by row where its list ends. */
  | { readonly kind: 'list'; readonly ids: Int32Array; readonly ends: Uint32Array }
  /** Each value once, and by row the place of its own. undefined: the row has none. */
  | { readonly kind: 'common'; readonly values: readonly unknown[]; readonly places: Places }

/** As narrow as their number allows; empty where all have the one value. */
type Places = Uint8Array | Uint16Array | Uint32Array

/** Whether a column has a value of its own in nearly every row, and of which kind, or rows have theirs in common. */
type Kinds<Row> = { readonly [name in keyof Row]-?: Column['kind'] }

const NODE: Kinds<NodeView> = {
  ...{ id: 'place', name: 'text', inputs: 'list', outputs: 'list' },
  ...{ op: 'common', sourceOp: 'common', attributes: 'common', folded: 'common', window: 'common' },
  ...{ body: 'common', notRunnable: 'common', decidedInRun: 'common' },
}

const TENSOR: Kinds<TensorView> = {
  ...{ id: 'place', name: 'text' },
  ...{ dtype: 'common', dims: 'common', bytes: 'common', constant: 'common', stored: 'common' },
}

export function packRows(rows: ModelRows): PackedView {
  return { ...rows, nodes: pack(rows.nodes, NODE), tensors: pack(rows.tensors, TENSOR) }
}

export function unpackView(view: PackedView): ModelView {
  return { ...view, nodes: unpack(view.nodes, nodeOf), tensors: unpack(view.tensors, tensorOf) }
}

// What every row has is written out: fields that are added to an object take half as much again.

function nodeOf(id: number, read: Readers<NodeView>): NodeView {
  const [window, body, notRunnable] = [read.window(id), read.body(id), read.notRunnable(id)]
  const decidedInRun = read.decidedInRun(id)
  return {
    id,
    name: read.name(id),
    op: read.op(id),
    sourceOp: read.sourceOp(id),
    inputs: read.inputs(id),
    outputs: read.outputs(id),
    attributes: read.attributes(id),
    folded: read.folded(id),
    ...(window !== undefined && { window }),
    ...(body !== undefined && { body }),
    ...(notRunnable !== undefined && { notRunnable }),
    ...(decidedInRun !== undefined && { decidedInRun }),
  }
}

function tensorOf(id: number, read: Readers<TensorView>): TensorView {
  const [name, dtype, dims, bytes] = [read.name(id), read.dtype(id), read.dims(id), read.bytes(id)]
  const [constant, stored] = [read.constant(id), read.stored(id)]
  if (constant === undefined) return { id, name, dtype, dims, bytes }
  return { id, name, dtype, dims, bytes, constant, ...(stored !== undefined && { stored }) }
}

function pack<Row>(rows: Rows<Row>, kinds: Kinds<Row>): Columns<Row> {
  const { count } = rows
  const names = Object.keys(kinds) as (keyof Row)[]
  const writers = names.map((name) => ({ name, ...WRITERS[kinds[name]](count) }))
  let at = 0
  for (const row of rows) {
    for (const { name, put } of writers) put(at, row[name])
    at += 1
  }
  const columns = Object.fromEntries(writers.map(({ name, column }) => [name, column()]))
  return { count, columns: columns as Columns<Row>['columns'] }
}

interface Writer {
  put(at: number, value: unknown): void
  column(): Column
}

const WRITERS: { readonly [kind in Column['kind']]: (count: number) => Writer } = {
  place: () => ({ put: () => {}, column: () => ({ kind: 'place' }) }),
  text(count) {
    const texts = new Array<string>(count)
    return {
      put(at, value) {
        texts[at] = value as string
      },
      column: () => ({ kind: 'text', texts }),
    }
  },
  list(count) {
    const ends = new Uint32Array(count)
    let ids = new Int32Array(count)
    let end = 0
    return {
      put(at, value) {
        for (const id of value as readonly number[]) {
          if (end === ids.length) {
            const wider = new Int32Array(2 * end + 1)
            wider.set(ids)
            ids = wider
          }
          ids[end] = id
          end += 1
        }
        ends[at] = end
      },
      column: () => ({ kind: 'list', ids: ids.slice(0, end), ends }),
    }
  },
  common(count) {
    const values: unknown[] = []
    const places = new Uint32Array(count)
    const known = new Map<unknown, number>()
    return {
      put(at, value) {
        let place = known.get(value)
        if (place === undefined) {
          place = values.push(value) - 1
          known.set(value, place)
        }
        places[at] = place
      },
      column: () => ({ kind: 'common', values, places: narrowed(places, values.length) }),
    }
  },
}

function narrowed(places: Uint32Array, values: number): Places {
  if (values <= 1) return new Uint8Array(0)
  if (values <= 1 << 8) return Uint8Array.from(places)
  return values <= 1 << 16 ? Uint16Array.from(places) : places
}

/** By field, what a row has. */
type Readers<Row> = { readonly [name in keyof Row]-?: (row: number) => Row[name] }

function unpack<Row>({ count, columns }: Columns<Row>, rowOf: (id: number, read: Readers<Row>) => Row): readonly Row[] {
  const readers = Object.entries<Column>(columns).map(([name, column]) => [name, readerOf(column)])
  const read = Object.fromEntries(readers) as Readers<Row>
  return Array.from({ length: count }, (_, id) => rowOf(id, read))
}

function readerOf(column: Column): (row: number) => unknown {
  switch (column.kind) {
    case 'place':
      return (row) => row
    case 'text':
      return (row) => column.texts[row]
    case 'list':
      return (row) => listOf(column, row)
    case 'common':
      return (row) => column.values[column.places[row] ?? 0]
  }
}

/** As long as it needs to be: one that grows keeps room for more. */
function listOf({ ids, ends }: Extract<Column, { kind: 'list' }>, row: number): readonly number[] {
  const start = row === 0 ? 0 : (ends[row - 1] ?? 0)
  const list = new Array<number>((ends[row] ?? 0) - start)
  for (let i = 0; i < list.length; i++) list[i] = ids[start + i] ?? -1
  return list
}
