// SPDX-License-Identifier: Apache-2.0
import { fail, ok, type Result } from '#contract/errors'
import type { DataType, ModelId } from '#contract/model'
import type { Plan } from '#contract/plan'
import type { RunInput } from '#contract/run'
import type { RunId } from '#contract/timeline'
import { indexLimits } from '#core/model/index-limits'
import type { ShapedModel } from '#core/model/shapes'
import { programForPlan } from '#core/planning/engines/convscope/lowering/program-for-plan'
import type { Message } from '#messages/message'
import type { Engine } from './binding'
import type { NativeProgram } from './native-program'
import { buildNativeProgram } from './program-builder'
import type { NamedTensor, OpenedFile, RunJob } from './run-protocol'

export interface RunOrder {
  readonly runId: RunId
  readonly modelId: ModelId
  /** Whose algorithms to execute. */
  readonly plan: Plan
  readonly shaped: ShapedModel
  /** The model's files as they were when it was opened. */
  readonly files: readonly OpenedFile[]
  readonly input: RunInput
  readonly iterations: number
  /** Folder that the addon is resolved from. */
  readonly appRoot: string
}

/** Everything the run process needs, as plain data; problems that show before any process starts. */
export function createRunJob(order: RunOrder, engine: Pick<Engine, 'catalog' | 'executableIsas'>): Result<RunJob> {
  const { runId, modelId, plan, shaped, input, iterations, appRoot } = order
  const { model } = shaped
  if (input.kind === 'file' && model.inputs.length !== 1) {
    return fail({
      code: 'run/input-mismatch',
      message: { id: 'problem.input.single', inputs: model.inputs.length },
      hint: { id: 'hint.syntheticInput' },
    })
  }
  const lowered = programForPlan(shaped, plan, engine.catalog, engine.executableIsas)
  if (!lowered.ok) return lowered
  const program = buildNativeProgram(lowered.value.program, shaped)
  if (!program.ok) return program
  return ok({
    runId,
    modelId,
    configuration: plan.configuration,
    appRoot,
    program: program.value,
    files: order.files,
    inputs: namedInputs(shaped),
    outputs: model.outputs.map((tensor) => named(shaped, tensor)),
    nodeNames: model.nodes.map(({ name }) => name),
    ...(!lowered.value.isWhole && { staged: { shaped, fileBytes: order.files[0]?.bytes ?? 0 } }),
    executionPeak: lowered.value.peak,
    input,
    iterations,
    notes: [...lowered.value.notes, ...dequantisationNotes(program.value), ...wholeNumberNotes(shaped)],
  })
}

/** The inputs of a model as a run feeds them. */
export function namedInputs(shaped: ShapedModel): NamedTensor[] {
  const limits = indexLimits(shaped)
  return shaped.model.inputs.map(({ tensor }) => {
    const choices = limits.get(tensor)
    return { ...named(shaped, tensor), ...(choices !== undefined && { choices }) }
  })
}

function named({ model, dims }: ShapedModel, tensor: number): NamedTensor {
  const { name = '', dtype = 'float32' } = model.tensors[tensor] ?? {}
  return { name, dtype, dims: dims[tensor] ?? [] }
}

const WIDE_INTEGERS: ReadonlySet<DataType> = new Set<DataType>(['int32', 'int64', 'uint32', 'uint64'])
const COUNTING: ReadonlySet<string> = new Set(['Binary', 'Reduce', 'CumSum', 'MatMul', 'Conv'])

/** What a run computes of whole numbers, it computes in float32. */
function wholeNumberNotes({ model, folded }: ShapedModel): Message[] {
  const isWide = (tensor: number) => WIDE_INTEGERS.has(model.tensors[tensor]?.dtype ?? 'float32')
  const counts = model.nodes.some(
    ({ id, operation, outputs }) => !folded[id] && COUNTING.has(operation.kind) && outputs.some(isWide),
  )
  if (!counts && !model.inputs.some(({ tensor }) => isWide(tensor))) return []
  return [{ id: 'run.wholeNumbers' }]
}

function dequantisationNotes({ constants }: NativeProgram): Message[] {
  const weights = constants.filter(({ source }) => source.kind === 'coded' && source.weights.kind !== 'folded').length
  return weights === 0 ? [] : [{ id: 'run.dequantised', weights }]
}
