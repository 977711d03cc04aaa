// SPDX-License-Identifier: Apache-2.0
import { expect } from 'vitest'
import type { BufferLayout } from '#core/planning/native/program'
import { english } from '#messages/say'
import { addon } from '../conv/addon'
import { ProgramBuilder, type Target } from '../program-builder'
import { infer } from '../session/infer'
import { elements, type Tensor } from './tensor'

/** Every instruction set of this machine; on one thread and on more than there are pieces of some works. */
export const TARGETS: readonly Target[] = addon
  .executableIsas()
  .flatMap((isa) => [1, 3].map((threads) => ({ isa, threads })))

export interface OpRequest {
  readonly kind: string
  readonly params?: object
  /** null: left out. */
  readonly inputs: readonly (Operand | null)[]
  readonly outputs: readonly (readonly number[])[]
  /** Of the outputs and of operands that do not say otherwise. */
  readonly layout?: BufferLayout
}

export type Operand = Tensor & { readonly constant?: boolean; readonly layout?: BufferLayout }

/** A program of this one operation (and reorderings where blocked), prepared and run; outputs are plain. */
export async function runOp(target: Target, request: OpRequest): Promise<Float32Array[]> {
  const { kind, params = {}, layout = 'plain' } = request
  const builder = new ProgramBuilder(addon, target)
  const values: Float32Array[] = []
  const inputs = request.inputs.map((operand) => {
    if (operand === null) return -1
    const { dims } = operand
    const data = Float32Array.from(operand.data)
    const wanted = operand.layout ?? layout
    if (operand.constant === true) return builder.constantBuffer(dims, { kind: 'values', values: data }, wanted)
    values.push(data)
    const plain = builder.input(dims)
    return wanted === 'blocked' ? builder.reorder(0, plain, 'blocked') : plain
  })
  const outputs = request.outputs.map((dims) => builder.buffer(dims, layout))
  builder.op(1, kind, params, inputs, outputs)
  for (const output of outputs) builder.output(layout === 'blocked' ? builder.reorder(2, output, 'plain') : output)
  if (layout === 'blocked') for (const output of outputs) builder.output(builder.raw(output))

  const session = new addon.Session()
  await session.prepare(builder.build())
  const result = await infer(session, values, request.outputs.length * (layout === 'blocked' ? 2 : 1))
  session.dispose()
  const plain = result.outputs.slice(0, outputs.length)
  for (const [index, raw] of result.outputs.slice(outputs.length).entries()) {
    expectZeroLanes(raw, request.outputs[index] ?? [], builder.block)
  }
  return plain
}

/** For operations with one output. */
export async function runOne(target: Target, request: OpRequest): Promise<Float32Array> {
  const [output] = await runOp(target, request)
  if (output === undefined) throw new Error('The operation has no output.')
  return output
}

/** Why the operation is refused; empty where it is not. */
export function reasonAgainst(request: OpRequest): string {
  const { kind, params = {}, layout = 'plain' } = request
  const shape = (dims: readonly number[], own: BufferLayout, constant: boolean) => ({
    dims,
    layout: own,
    bytes: 4 * elements(dims),
    constant,
  })
  const assessment = addon.assessOperation(
    { kind, params },
    request.inputs.map((operand) =>
      operand === null ? null : shape(operand.dims, operand.layout ?? layout, operand.constant === true),
    ),
    request.outputs.map((dims) => shape(dims, layout, false)),
    'sse',
    1,
  )
  return assessment.supported ? '' : `${english(assessment.reason)}.`
}

function expectZeroLanes(raw: Float32Array, dims: readonly number[], block: number): void {
  const [n = 1, c = 1, h = 1, w = 1] = dims
  const blocks = Math.ceil(c / block)
  let missing = 0
  for (let image = 0; image < n; image++)
    for (let pixel = 0; pixel < h * w; pixel++)
      for (let lane = c - (blocks - 1) * block; lane < block; lane++)
        if (raw[(((image + 1) * blocks - 1) * h * w + pixel) * block + lane] !== 0) missing++
  expect(missing, 'lanes of missing channels that are not zero').toBe(0)
}
