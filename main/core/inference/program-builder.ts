// SPDX-License-Identifier: Apache-2.0
import { fail, ok, type Result } from '#contract/errors'
import type { Constant } from '#core/model/graph'
import type { ShapedModel } from '#core/model/shapes'
import type { Program, ProgramBuffer, ProgramOp } from '#core/planning/native/program'
import type { UnsupportedCause } from '#messages/en/unsupported'
import { nativeChoice, nativeOperation, nativeProblem } from './kernel-catalog'
import type { NativeBuffer, NativeConstant, NativeOp, NativeProgram, NativeSource } from './native-program'

/** Names the place of every weight: the program of planning as the addon takes it. Reads nothing. */
export function buildNativeProgram(program: Program, shaped: ShapedModel): Result<NativeProgram> {
  const constants = new Constants(shaped)
  const buffers = program.buffers.map((buffer) => nativeBuffer(buffer, constants))
  const ops = program.ops.map((op) => nativeOp(op, constants))
  if (constants.obstacle !== null) {
    const { node, why } = constants.obstacle
    const name = shaped.model.nodes[node]?.name ?? ''
    return fail({
      code: 'run/unsupported',
      message: { id: 'problem.run.weights', node: name, why },
      node: name,
    })
  }
  const { isa, threads, weights, arenaBytes, workspaceBytes, inputs, outputs } = program
  const { files, list } = constants
  return ok({
    isa,
    threads,
    weights,
    files,
    arenaBytes,
    workspaceBytes,
    buffers,
    constants: list,
    ops,
    inputs,
    outputs,
  })
}

/** The constants that a program uses, each once, and the files they are in. */
class Constants {
  readonly list: NativeConstant[] = []
  readonly files: string[] = []
  obstacle: { readonly node: number; readonly why: UnsupportedCause } | null = null
  private readonly indices = new Map<number, number>()

  constructor(private readonly shaped: ShapedModel) {}

  index(tensor: number, node: number): number {
    const known = this.indices.get(tensor)
    if (known !== undefined) return known
    const constant = this.shaped.constants.get(tensor)
    if (constant === undefined) throw new Error(`Tensor ${tensor} is not constant.`)
    const source = this.source(tensor, constant, node)
    const { dims, stored } = constant
    this.list.push(stored === undefined ? { dims, source } : { dims, source, stored })
    this.indices.set(tensor, this.list.length - 1)
    return this.list.length - 1
  }

  private source(tensor: number, { data }: Constant, node: number): NativeSource {
    switch (data.kind) {
      case 'file': {
        const { offset, byteLength } = data
        const dtype = this.shaped.model.tensors[tensor]?.dtype ?? 'float32'
        return { kind: 'file', file: this.file(data.path), offset, byteLength, dtype }
      }
      case 'sparse': {
        const { count, indexOffset, valueOffset } = data
        return { kind: 'sparse', file: this.file(data.path), count, indexOffset, valueOffset }
      }
      case 'values':
        return { kind: 'values', values: Float32Array.from(data.values) }
      case 'coded':
      case 'encoded':
      case 'folded':
        return { kind: 'coded', name: this.shaped.model.tensors[tensor]?.name ?? '', weights: data }
      case 'quantised':
        this.obstacle ??= { node, why: data.why }
        return { kind: 'fill', value: 0 }
      default:
        return data
    }
  }

  private file(path: string): number {
    const known = this.files.indexOf(path)
    if (known >= 0) return known
    this.files.push(path)
    return this.files.length - 1
  }
}

function nativeBuffer({ dims, layout, bytes, place }: ProgramBuffer, constants: Constants): NativeBuffer {
  if (place.kind === 'arena') return { dims, layout, bytes, arenaOffset: place.offset, constant: -1, node: -1 }
  const { tensor, node } = place
  return { dims, layout, bytes, arenaOffset: -1, constant: constants.index(tensor, node), node }
}

function nativeOp({ node, operation, inputs, outputs, workspaceBytes }: ProgramOp, constants: Constants): NativeOp {
  const shared = { node, inputs, outputs, workspaceBytes }
  if (operation.kind !== 'Conv') return { ...shared, ...nativeOperation(operation) }
  const { problem, affine, activation, alpha, beta, choice, weight, bias, packedWeightBytes } = operation
  const index = (tensor: number) => (tensor < 0 ? -1 : constants.index(tensor, node))
  return {
    ...shared,
    kind: 'Conv',
    params: {
      problem: nativeProblem(problem),
      activation,
      alpha,
      beta,
      affine: affine.map(({ scale, bias, mean, variance, epsilon }) => ({
        scale: index(scale),
        bias: index(bias),
        mean: index(mean),
        variance: index(variance),
        epsilon,
      })),
    },
    conv: {
      ...nativeChoice(choice),
      weight: index(weight),
      bias: index(bias),
      packedWeightBytes,
    },
  }
}
