// SPDX-License-Identifier: Apache-2.0
import { attend, behind, biasWhere, distances, pastLength, toHeads } from '../../attention'
import { given, type OnnxNode, type Translate, unsupported, WRITTEN } from '../../context'
import { Parts } from '../../parts'
import { rotated } from '../../rotation'
import { turnedShare } from '../attention'
import { projectedNumbers } from './quantised'

/** Attention of ONNX Runtime (docs/ContribOperators.md; onnxruntime/contrib_ops/cpu/bert). */

/** What a query may not look at on account of its place gets the lowest number, by padding a number of the file's. */
const LOWEST = -3.4028234663852886e38

interface Masks {
  /** [batch, heads, …] */
  readonly q: number
  readonly k: number
  readonly mask: number
  readonly bias: number
  readonly pastLength: number
}

function biases(node: OnnxNode, parts: Parts, { q, k, mask, bias, pastLength: past }: Masks): readonly number[] {
  const found: number[] = []
  const filter = node.attributes.float('mask_filter_value', -10000)
  if (mask >= 0) found.push(biasWhere(parts, visible(node, parts, mask, { q, k, past }), filter))
  if (node.attributes.flag('unidirectional')) {
    const before = parts.binary('lessOrEqual', distances(parts, q, k, past), parts.constant(0, 'int64'))
    found.push(biasWhere(parts, before, LOWEST))
  }
  if (bias >= 0) found.push(bias)
  return found
}

/**
 * Which keys are none of padding, as a condition that is broadcast to [batch, heads, queries, keys]. The mask has one
 * number for every key, for all queries or each; or it lists where every row ends, perhaps then where it begins. One of four
 * dims is for the longest sequence: those of these queries and keys are taken of it.
 */
function visible(
  { builder, inputs }: OnnxNode,
  parts: Parts,
  mask: number,
  { q, k, past }: { readonly q: number; readonly k: number; readonly past: number },
): number {
  const dims = builder.statedDims(mask)
  if (dims?.length === 4) {
    const taken = (from: number, to: number, axis: number, of: number) =>
      parts.add({ kind: 'Slice', sizesAsEnds: false }, [of, from, to, parts.constant([axis], 'int64')])
    const rows = taken(past, parts.binary('add', past, parts.size(q, 2)), 2, mask)
    return taken(parts.constant([0], 'int64'), parts.size(k, 2), 3, rows)
  }
  if (dims?.length !== 1) return parts.add({ kind: 'Unsqueeze', axes: dims?.length === 3 ? [1] : [1, 2] }, [mask])
  const [count, batch] = [dims[0], builder.statedDims(inputs[0] ?? -1)?.[0]]
  const keys = parts.range(parts.size(k, 2))
  const rows = parts.size(inputs[0] ?? -1, 0)
  const stretch = (from: number, to: number) => {
    const axes = parts.constant([0], 'int64')
    return parts.reshape(parts.add({ kind: 'Slice', sizesAsEnds: false }, [mask, from, to, axes]), [-1, 1, 1, 1])
  }
  const end = parts.binary('less', keys, stretch(parts.constant([0], 'int64'), rows))
  if (typeof count !== 'number' || typeof batch !== 'number' || count !== 2 * batch) return end
  const twice = parts.binary('add', rows, rows)
  return parts.binary('and', end, parts.binary('greaterOrEqual', keys, stretch(rows, twice)))
}

/** [batch, heads, queries, size] with the heads side by side again. */
function finishJoined(parts: Parts, y: number): void {
  const joined = parts.transpose(y, [0, 2, 1, 3])
  parts.finish(0, { kind: 'Reshape', shape: [0, 0, -1], allowZero: false }, [joined])
}

function scaleOf({ attributes }: OnnxNode): number | undefined {
  const scale = attributes.float('scale', 0)
  return scale === 0 ? undefined : scale
}

/** x, weights of all three projections, [bias], [mask], [keys and values before], [bias of the scores] */
export const translateAttention: Translate = (node) => {
  const [x = -1, weights = -1, bias = -1, mask = -1, past = -1, scoreBias = -1] = node.inputs
  const project = (parts: Parts) =>
    parts.add({ kind: 'MatMul', transposeA: false, transposeB: false }, [x, weights, bias])
  return selfAttention(node, project, { mask, past, scoreBias })
}

/** Integers of x and weights, bias, scales of both, [mask], [zeros of both], [keys and values before] */
export const translateQuantisedAttention: Translate = (node) => {
  const [mask = -1, , , past = -1] = node.inputs.slice(5)
  return selfAttention(node, (parts) => projectedNumbers(node, parts), { mask, past, scoreBias: -1 })
}

function selfAttention(
  node: OnnxNode,
  project: (parts: Parts) => number,
  { mask, past, scoreBias }: { readonly mask: number; readonly past: number; readonly scoreBias: number },
): ReturnType<Translate> {
  const { attributes } = node
  for (const attribute of ['do_rotary', 'past_present_share_buffer']) {
    if (attributes.flag(attribute)) return unsupported({ id: 'unsupported.attribute', attribute })
  }
  const parts = new Parts(node)
  const heads = attributes.int('num_heads', 1)
  const sizes = attributes.ints('qkv_hidden_sizes') ?? []
  const three = { kind: 'Split', axis: -1, ...(sizes.length === 3 && { sizes }) } as const
  const [q = -1, newKeys = -1, newValues = -1] = parts
    .addAll(three, [project(parts)], 3)
    .map((each) => toHeads(parts, each, heads))
  const [pastKeys = -1, pastValues = -1] =
    past < 0 ? [] : parts.split(past, 0, 2).map((half) => parts.add({ kind: 'Squeeze', axes: [0] }, [half]))
  const [k, v] = [behind(parts, pastKeys, newKeys), behind(parts, pastValues, newValues)]
  const masks = { q, k, mask, bias: scoreBias, pastLength: pastLength(parts, pastKeys) }
  const { y } = attend(parts, {
    ...{ q, k, v, bias: biases(node, parts, masks), scale: scaleOf(node) },
    ...{ softcap: 0, blindQueries: false, evenHeads: true },
  })
  finishJoined(parts, y)
  parts.finish(1, { kind: 'Stack', axis: 0 }, [k, v])
  return WRITTEN
}

/**
 * Q, [K], [V], [bias of all three], [mask], [bias of the scores], [keys before], [values before]; Q may hold all three,
 * K also V, side by side within each head.
 */
export const translateMultiHeadAttention: Translate = (node) => {
  const { attributes, builder, inputs } = node
  const parts = new Parts(node)
  const [query = -1, key = -1, value = -1, bias = -1, mask = -1, scoreBias = -1, pastKeys = -1, pastValues = -1] =
    inputs
  if (given(node, 8) || given(node, 9)) return unsupported({ id: 'unsupported.attribute', attribute: 'cache' })
  const heads = attributes.int('num_heads', 1)
  const packed = (x: number, count: number) =>
    parts.split(x, 3, count).map((each) => parts.transpose(parts.reshape(each, [0, 0, 0, -1]), [0, 2, 1, 3]))
  const rank = (x: number) => (x < 0 ? 0 : (builder.statedDims(x)?.length ?? 3))
  const width = (x: number) => {
    const size = parts.size(x, -1)
    return rank(x) === 4 ? parts.binary('mul', size, parts.constant([heads], 'int64')) : size
  }
  const wide = bias < 0 || key < 0 || rank(query) === 5 ? [] : rank(key) === 5 ? [query] : [query, key, value]
  const added = wide.length === 0 ? [] : biasParts(parts, bias, wide.map(width))
  const flat = (x: number, i: number) =>
    toHeads(parts, added[i] === undefined ? x : parts.binary('add', x, added[i] ?? -1), heads)
  const separate = (x: number, i: number) => (rank(x) === 4 ? x : flat(x, i))
  const [q = -1, newKeys = -1, newValues = -1] =
    key < 0 || rank(query) === 5
      ? packed(query, 3)
      : rank(key) === 5
        ? [flat(query, 0), ...packed(key, 2)]
        : [flat(query, 0), separate(key, 1), separate(value, 2)]
  const [k, v] = [behind(parts, pastKeys, newKeys), behind(parts, pastValues, newValues)]
  const masks = { q, k, mask, bias: scoreBias, pastLength: pastLength(parts, pastKeys) }
  const { y, weights } = attend(parts, {
    ...{ q, k, v, bias: biases(node, parts, masks), scale: scaleOf(node) },
    ...{ softcap: 0, blindQueries: false, evenHeads: true },
  })
  finishJoined(parts, y)
  parts.finish(1, { kind: 'Identity' }, [k])
  parts.finish(2, { kind: 'Identity' }, [v])
  parts.finish(3, { kind: 'Identity' }, [weights])
  return WRITTEN
}

/** The bias of queries, then keys and values, cut where their sizes say; what is left over is nobody's. */
function biasParts(parts: Parts, bias: number, widths: readonly number[]): readonly number[] {
  if (widths.length === 3) return parts.addAll({ kind: 'Split', axis: 0 }, [bias, parts.concat(0, widths)], 3)
  const axis = parts.constant([0], 'int64')
  return [parts.add({ kind: 'Slice', sizesAsEnds: false }, [bias, axis, widths[0] ?? -1, axis])]
}

/**
 * Q, [K], [V], keys before, values before, [last place of each row], [number of places], [cosines], [sines],
 * [positions], [bias of the scores]. Q may hold all three. Keys and values of before may have room for those to come,
 * which then are put in their places.
 */
export const translateGroupQueryAttention: Translate = (node) => {
  const { attributes, inputs } = node
  const other = otherAttention(node)
  if (other !== undefined) return unsupported({ id: 'unsupported.attribute', attribute: other })
  const parts = new Parts(node)
  const [query = -1, key = -1, value = -1, pastKeys = -1, pastValues = -1, last = -1, total = -1] = inputs
  const [cosines = -1, sines = -1, stated = -1, scoreBias = -1] = inputs.slice(7)
  const [heads, keyHeads] = [attributes.int('num_heads', 1), attributes.int('kv_num_heads', 1)]
  const [q0 = -1, k0 = -1, v0 = -1] =
    key < 0
      ? packedHeads(parts, query, heads, keyHeads)
      : [toHeads(parts, query, heads), toHeads(parts, key, keyHeads), toHeads(parts, value, keyHeads)]
  const length = parts.size(q0, 2)
  const one = parts.constant([1], 'int64')
  const ends = parts.binary('add', parts.add({ kind: 'Cast', to: 'int64' }, [parts.reshape(last, [-1, 1, 1, 1])]), one)
  const count = parts.reshape(parts.add({ kind: 'Cast', to: 'int64' }, [total]), [1])
  // Where the first query stands; at the beginning all rows have theirs at 0, whatever follows the shorter ones.
  const later = parts.add({ kind: 'Cast', to: 'int64' }, [parts.binary('notEqual', count, length)])
  const start = parts.binary('mul', parts.binary('sub', ends, length), later)
  const places = parts.binary('add', start, parts.reshape(parts.range(length), [-1, 1]))
  const rotate = attributes.flag('do_rotary')
  const positions = stated >= 0 ? parts.add({ kind: 'Unsqueeze', axes: [1, 3] }, [stated]) : places
  const turn = (x: number) => (rotate ? turned(node, parts, x, [cosines, sines], positions) : x)
  const put = (past: number, x: number) => placed(parts, past, x, places, count)
  const [q, k, v] = [turn(q0), put(pastKeys, turn(k0)), put(pastValues, v0)]
  const distance = distances(parts, q, k, start)
  const [before, window] = [parts.constant(0, 'int64'), attributes.int('local_window_size', -1)]
  const causal = parts.binary('lessOrEqual', distance, before)
  const near = () => parts.binary('greater', distance, parts.constant(-window, 'int64'))
  const seen = window > 0 ? parts.binary('and', causal, near()) : causal
  const { y } = attend(parts, {
    ...{ q, k, v, scale: scaleOf(node), softcap: attributes.float('softcap', 0) },
    bias: [biasWhere(parts, seen, LOWEST), ...(scoreBias >= 0 ? [scoreBias] : [])],
    ...{ blindQueries: false, evenHeads: heads === keyHeads },
  })
  finishJoined(parts, y)
  parts.finish(1, { kind: 'Identity' }, [k])
  parts.finish(2, { kind: 'Identity' }, [v])
  return WRITTEN
}

/** What would make it another operation. */
function otherAttention(node: OnnxNode): string | undefined {
  const { attributes } = node
  if (given(node, 11)) return 'head_sink'
  if (!attributes.flag('causal', true)) return 'causal'
  if (attributes.string('k_quant_type', 'NONE') !== 'NONE') return 'k_quant_type'
  return ['smooth_softmax', 'qk_output', 'sliding_window_cache'].find((name) => attributes.flag(name))
}

/** Heads of queries, keys and values side by side, in this order. */
function packedHeads(parts: Parts, x: number, heads: number, keyHeads: number): readonly number[] {
  const all = toHeads(parts, x, heads + 2 * keyHeads)
  return parts.addAll({ kind: 'Split', axis: 1, sizes: [heads, keyHeads, keyHeads] }, [all], 3)
}

/** Rows of the tables at positions [batch or 1, 1, length, 1]. */
function turned(node: OnnxNode, parts: Parts, x: number, tables: readonly number[], positions: number): number {
  const flat = parts.add({ kind: 'Squeeze', axes: [3] }, [positions])
  const [cosines = -1, sines = -1] = tables.map((table) => parts.add({ kind: 'Gather', axis: 0 }, [table, flat]))
  const { attributes } = node
  const interleaved = attributes.flag('rotary_interleaved')
  return rotated(parts, { x, cosines, sines, share: attributes.int('rotary_embedding_dim', 0), interleaved })
}

/** x at its places within those of before, which get as much room as there are places. */
function placed(parts: Parts, past: number, x: number, places: number, count: number): number {
  if (past < 0) return x
  const zero = parts.constant([0], 'int64')
  const missing = parts.binary('max', zero, parts.binary('sub', count, parts.size(past, 2)))
  const [none, axis] = [parts.constant(0), parts.constant([2], 'int64')]
  const room = parts.add({ kind: 'Pad', mode: 'constant', value: 0, pairs: false }, [
    ...[past, parts.concat(0, [zero, missing]), none, axis],
  ])
  const shape = parts.add({ kind: 'Shape' }, [x])
  const indices = parts.add({ kind: 'Expand' }, [places, shape])
  return parts.add({ kind: 'ScatterElements', axis: 2, mode: 'replace' }, [room, indices, x])
}

/** x, positions (one: of the first of each row), cosines, sines */
export const translateRotaryEmbedding: Translate = (node) => {
  const { attributes, builder, inputs } = node
  for (const attribute of ['is_packed_batching']) {
    if (attributes.flag(attribute)) return unsupported({ id: 'unsupported.attribute', attribute })
  }
  const parts = new Parts(node)
  const [x = -1, positions = -1, cosines = -1, sines = -1] = inputs
  const apart = builder.statedDims(x)?.length === 4
  const heads = attributes.int('num_heads', 0)
  // Without a number of heads, a table's row is half of a head.
  const size = parts.binary('add', parts.size(cosines, 1), parts.size(cosines, 1))
  const bySize = () => {
    const shape = parts.concat(0, [parts.size(x, 0), parts.size(x, 1), parts.constant([-1], 'int64'), size])
    return parts.transpose(parts.add({ kind: 'Reshape', allowZero: false }, [x, shape]), [0, 2, 1, 3])
  }
  const split = apart ? x : heads > 0 ? toHeads(parts, x, heads) : bySize()
  const first = builder.statedDims(positions)?.length === 1
  const from = parts.add({ kind: 'Cast', to: 'int64' }, [positions])
  const rows = first ? parts.reshape(parts.binary('add', from, parts.range(parts.size(split, 2))), [1, -1]) : from
  const pick = (table: number) =>
    parts.add({ kind: 'Unsqueeze', axes: [1] }, [parts.add({ kind: 'Gather', axis: 0 }, [table, rows])])
  const y = rotated(parts, {
    ...{ x: split, cosines: pick(cosines), sines: pick(sines) },
    share: turnedShare(node, apart ? 1 : heads),
    interleaved: attributes.flag('interleaved'),
  })
  if (apart) parts.finish(0, { kind: 'Identity' }, [y])
  else finishJoined(parts, y)
  return WRITTEN
}
