// SPDX-License-Identifier: Apache-2.0
import type { NativeConvProblem, NativeOp, NativeProgram } from '#core/inference/native-program'
import { median } from '#core/inference/run-report'
import type { ShapedModel } from '#core/model/shapes'

/** Where the time went: sums by kind of operation, then the slowest ops. `layers`: nanoseconds by op, one array a round. */
export function slowestLayers(
  program: NativeProgram,
  { model }: ShapedModel,
  layers: readonly Float64Array[],
  count: number,
): readonly string[] {
  if (count === 0) return []
  const ops = program.ops.map((op, index) => ({
    kind: kindOf(op),
    ns: median(layers.map((each) => each[index] ?? 0)),
    text: `${model.nodes[op.node]?.name ?? ''} ${shapes(program, op)}`,
  }))
  const total = ops.reduce((sum, { ns }) => sum + ns, 0)
  const kinds = new Map<string, number>()
  for (const { kind, ns } of ops) kinds.set(kind, (kinds.get(kind) ?? 0) + ns)
  const line = (ns: number, text: string) =>
    `    ${(ns / 1e3).toFixed(0).padStart(8)} µs ${((100 * ns) / total).toFixed(1).padStart(5)} %  ${text}`
  return [
    ...[...kinds].sort((a, b) => b[1] - a[1]).map(([kind, ns]) => line(ns, `all ${kind}`)),
    ...ops
      .sort((a, b) => b.ns - a.ns)
      .slice(0, count)
      .map(({ ns, kind, text }) => line(ns, `${kind} ${text}`)),
  ]
}

function shapes({ buffers }: NativeProgram, op: NativeOp): string {
  const text = (index: number) => buffers[index]?.dims.join('×') ?? '-'
  return `${op.inputs.map(text).join(', ')} → ${op.outputs.map(text).join(', ')}`
}

function kindOf({ kind, conv, params }: NativeOp): string {
  if (conv === undefined) return kind
  const own = conv.unit > 0 ? `${conv.algorithm} ${conv.unit}` : conv.algorithm
  const { kernelHeight, kernelWidth, strideHeight, group } = (params as { readonly problem: NativeConvProblem }).problem
  const inner = conv.inner === null ? '' : ` ${conv.inner.algorithm}`
  return `${own}${inner} ${kernelHeight}×${kernelWidth}/${strideHeight}${group > 1 ? ` in ${group}` : ''}`
}
