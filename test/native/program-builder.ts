// SPDX-License-Identifier: Apache-2.0
import type { InstructionSet } from '#contract/configuration'
import type { Addon } from '#core/inference/addon'
import type {
  NativeBuffer,
  NativeChoice,
  NativeConstant,
  NativeConvProblem,
  NativeOp,
  NativeProgram,
  NativeSource,
} from '#core/inference/native-program'
import type { BufferLayout } from '#core/planning/native/program'
import { english } from '#messages/say'

const ALIGNMENT = 64

export interface Target {
  readonly isa: InstructionSet
  readonly threads: number
}

/** Writes programs by hand: every buffer has a place of its own in the arena. */
export class ProgramBuilder {
  readonly block: number
  private readonly buffers: NativeBuffer[] = []
  private readonly constants: NativeConstant[] = []
  private readonly ops: NativeOp[] = []
  private readonly inputs: number[] = []
  private readonly outputs: number[] = []
  private readonly files: string[] = []
  private arenaBytes = 0

  constructor(
    private readonly addon: Addon,
    readonly target: Target,
  ) {
    this.block = addon.channelBlock(target.isa)
  }

  buffer(dims: readonly number[], layout: BufferLayout = 'plain'): number {
    const bytes = this.bytes(dims, layout)
    const arenaOffset = this.arenaBytes
    this.arenaBytes += Math.ceil(bytes / ALIGNMENT) * ALIGNMENT
    return this.buffers.push({ dims, layout, bytes, arenaOffset, constant: -1, node: -1 }) - 1
  }

  /** The same bytes, unpadded and in one dimension. */
  raw(buffer: number): number {
    const seen = this.buffers[buffer] as NativeBuffer
    return this.buffers.push({ ...seen, dims: [seen.bytes / 4], layout: 'plain' }) - 1
  }

  file(path: string): number {
    return this.files.push(path) - 1
  }

  constant(dims: readonly number[], source: NativeSource): number {
    return this.constants.push({ dims, source }) - 1
  }

  constantBuffer(dims: readonly number[], source: NativeSource, layout: BufferLayout = 'plain', node = 0): number {
    const constant = this.constant(dims, source)
    const bytes = this.bytes(dims, layout)
    return this.buffers.push({ dims, layout, bytes, arenaOffset: -1, constant, node }) - 1
  }

  /** A plain input of the program. */
  input(dims: readonly number[]): number {
    const buffer = this.buffer(dims)
    this.inputs.push(buffer)
    return buffer
  }

  output(buffer: number): void {
    this.outputs.push(buffer)
  }

  op(node: number, kind: string, params: object, inputs: readonly number[], outputs: readonly number[]): void {
    const shape = (index: number) => {
      const { dims, layout, bytes, constant } = this.buffers[index] as NativeBuffer
      return { dims, layout, bytes, constant: constant >= 0 }
    }
    const assessment = this.addon.assessOperation(
      { kind, params },
      inputs.map((index) => (index < 0 ? null : shape(index))),
      outputs.map(shape),
      this.target.isa,
      this.target.threads,
    )
    if (!assessment.supported) throw new Error(english(assessment.reason))
    const { workspaceBytes } = assessment
    this.ops.push({ node, kind, params, inputs, outputs, workspaceBytes })
  }

  /** The input or output in the other layout. */
  reorder(node: number, from: number, layout: BufferLayout): number {
    const to = this.buffer((this.buffers[from] as NativeBuffer).dims, layout)
    this.op(node, 'Reorder', {}, [from], [to])
    return to
  }

  /** Reorders the input where the kernel wants it in the other layout. */
  conv(
    node: number,
    problem: NativeConvProblem,
    choice: NativeChoice,
    weights: { readonly weight: NativeSource; readonly bias: NativeSource | null },
    input: number,
    output: number,
    epilogue: { readonly params?: object; readonly residual?: number; readonly slope?: number } = {},
  ): void {
    const { isa, threads } = this.target
    const assessment = this.addon.assessConvolution(problem, choice, isa, threads)
    if (!assessment.supported) throw new Error(english(assessment.reason))
    const { outChannels, inChannels, group, kernelHeight, kernelWidth } = problem
    const layout = assessment.plainInput ? 'plain' : 'blocked'
    const x = this.buffers[input]?.layout === layout ? input : this.reorder(node, input, layout)
    const weight = this.constant([outChannels, inChannels / group, kernelHeight, kernelWidth], weights.weight)
    const bias = weights.bias === null ? -1 : this.constant([outChannels], weights.bias)
    const { packedWeightBytes, workspaceBytes } = assessment
    this.ops.push({
      node,
      kind: 'Conv',
      params: { problem, activation: 'none', ...epilogue.params },
      inputs: [x, epilogue.residual ?? -1, epilogue.slope ?? -1],
      outputs: [output],
      workspaceBytes,
      conv: { ...choice, weight, bias, packedWeightBytes },
    })
  }

  build(): NativeProgram {
    const { buffers, constants, ops, inputs, outputs, files, arenaBytes } = this
    const workspaceBytes = Math.max(0, ...ops.map((op) => op.workspaceBytes))
    return {
      ...this.target,
      weights: 'float32',
      files,
      arenaBytes,
      workspaceBytes,
      buffers,
      constants,
      ops,
      inputs,
      outputs,
    }
  }

  private bytes(dims: readonly number[], layout: BufferLayout): number {
    const channelAxis = dims.length === 1 ? 0 : 1
    return dims.reduce(
      (bytes, length, axis) =>
        bytes * (layout === 'blocked' && axis === channelAxis ? Math.ceil(length / this.block) * this.block : length),
      4,
    )
  }
}
