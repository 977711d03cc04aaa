// SPDX-License-Identifier: Apache-2.0
import { attend, behind, biasWhere, distances, pastLength, toHeads } from '../attention'
import { given, type OnnxNode, type Translate, WRITTEN } from '../context'
import { Parts } from '../parts'
import { rotated } from '../rotation'

/** Attention of opset 23 and later. */

/**
 * Q, K, V, [mask], [keys before], [values before], [lengths without padding [batch]] → Y, [all keys], [all values],
 * [scores]; three dims with the heads side by side, or four.
 */
export const translateAttention: Translate = (node) => {
  const { attributes, inputs } = node
  const parts = new Parts(node)
  const [queries = -1, keys = -1, values = -1, , pastKeys = -1, pastValues = -1] = inputs
  const apart = node.builder.statedDims(queries)?.length === 4
  const [heads, keyHeads] = [attributes.int('q_num_heads', 0), attributes.int('kv_num_heads', 0)]
  const flat = !apart && heads > 0
  const split = (x: number, count: number) => (flat ? toHeads(parts, x, count) : x)
  const q = split(queries, heads)
  const k = behind(parts, pastKeys, split(keys, keyHeads))
  const v = behind(parts, pastValues, split(values, keyHeads))
  const attended = attend(parts, {
    ...{ q, k, v, bias: biasesOf(node, parts, q, k), blindQueries: given(node, 3) || given(node, 6) },
    scale: attributes.has('scale') ? attributes.float('scale', 1) : undefined,
    softcap: attributes.float('softcap', 0),
    evenHeads: flat && heads === keyHeads,
  })
  if (flat) {
    const joined = parts.transpose(attended.y, [0, 2, 1, 3])
    parts.finish(0, { kind: 'Reshape', shape: [0, 0, -1], allowZero: false }, [joined])
  } else parts.finish(0, { kind: 'Identity' }, [attended.y])
  parts.finish(1, { kind: 'Identity' }, [k])
  parts.finish(2, { kind: 'Identity' }, [v])
  const stages = [attended.scores, attended.capped, attended.biased, attended.weights]
  // Before opset 24 the mask was added first.
  const stage = attributes.int('qk_matmul_output_mode', 0)
  parts.finish(3, { kind: 'Identity' }, [stages[stage] ?? attended.scores])
  return WRITTEN
}

function biasesOf(node: OnnxNode, parts: Parts, q: number, k: number): readonly number[] {
  const { attributes, inputs } = node
  const [pastKeys = -1, lengths = -1] = [inputs[4], inputs[6]]
  const found: number[] = []
  if (given(node, 3)) found.push(maskBias(node, parts, k))
  const [left, right] = [attributes.int('left_window_size', -1), attributes.int('right_window_size', -1)]
  const causal = attributes.flag('is_causal')
  const count = lengths < 0 ? -1 : parts.reshape(lengths, [-1, 1, 1, 1])
  if (causal || left >= 0 || right >= 0) {
    const offset =
      pastKeys < 0 && count >= 0 ? parts.binary('sub', count, parts.size(q, 2)) : pastLength(parts, pastKeys)
    const distance = distances(parts, q, k, offset)
    const within = (fn: 'lessOrEqual' | 'greaterOrEqual', bound: number) =>
      parts.binary(fn, distance, parts.constant(bound, 'int64'))
    const conditions = [
      ...(causal ? [within('lessOrEqual', 0)] : []),
      ...(left >= 0 ? [within('greaterOrEqual', -left)] : []),
      ...(right >= 0 ? [within('lessOrEqual', right)] : []),
    ]
    const all = conditions.reduce((a, b) => parts.binary('and', a, b))
    found.push(biasWhere(parts, all, Number.NEGATIVE_INFINITY))
  }
  if (count >= 0) {
    const real = parts.binary('less', parts.range(parts.size(k, 2)), count)
    found.push(biasWhere(parts, real, Number.NEGATIVE_INFINITY))
  }
  return found
}

/** Numbers to add, or what may be looked at; keys for which it says nothing may not. */
function maskBias(node: OnnxNode, parts: Parts, k: number): number {
  const mask = node.inputs[3] ?? -1
  const bool = node.builder.tensor(mask).dtype === 'bool'
  const bias = bool ? biasWhere(parts, mask, Number.NEGATIVE_INFINITY) : mask
  if (node.opset < 24) return bias
  const [stated, keys] = [node.builder.statedDims(mask)?.at(-1), node.builder.statedDims(node.inputs[1] ?? -1)?.at(-2)]
  if (typeof stated === 'number' && stated === keys && !given(node, 4)) return bias
  const missing = parts.binary('sub', parts.size(k, 2), parts.size(mask, -1))
  const pads = parts.concat(0, [parts.constant([0], 'int64'), missing])
  const last = parts.constant([-1], 'int64')
  return parts.add({ kind: 'Pad', mode: 'constant', value: 0, pairs: false }, [
    ...[bias, pads, parts.constant(Number.NEGATIVE_INFINITY), last],
  ])
}

/** How many numbers of each head are turned; 0: all. */
export function turnedShare({ attributes, builder, inputs }: OnnxNode, heads: number): number {
  const share = attributes.int('rotary_embedding_dim', 0)
  const size = builder.statedDims(inputs[0] ?? -1)?.at(-1)
  return size === share * heads ? 0 : share
}

/** x, cosines, sines, [positions]; four dims have the heads apart. */
export const translateRotaryEmbedding: Translate = (node) => {
  const { attributes, builder, inputs } = node
  const parts = new Parts(node)
  const [x = -1, cosines = -1, sines = -1, positions = -1] = inputs
  const heads = attributes.int('num_heads', 0)
  const apart = builder.statedDims(x)?.length === 4 || heads === 0
  // Without positions the tables have a batch of their own.
  const pick = (table: number) => {
    const rows = positions < 0 ? table : parts.add({ kind: 'Gather', axis: 0 }, [table, positions])
    return parts.add({ kind: 'Unsqueeze', axes: [1] }, [rows])
  }
  const y = rotated(parts, {
    x: apart ? x : toHeads(parts, x, heads),
    ...{ cosines: pick(cosines), sines: pick(sines) },
    share: turnedShare(node, apart ? 1 : heads),
    interleaved: attributes.flag('interleaved'),
  })
  if (apart) parts.finish(0, { kind: 'Identity' }, [y])
  else {
    const joined = parts.transpose(y, [0, 2, 1, 3])
    parts.finish(0, { kind: 'Reshape', shape: [0, 0, -1], allowZero: false }, [joined])
  }
  return WRITTEN
}
