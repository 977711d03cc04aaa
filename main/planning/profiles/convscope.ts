import { fail, ok, type Result } from '#contract/errors'
import type { CategoryBytes, Decision, Plan } from '#contract/plan'
import type { ShapedModel } from '../../model/shapes'
import { type ConvProblem, convProblem, type KernelChoice, macs } from '../conv-problem'
import { kernelName } from '../lowering/kernel-mapping'
import { type Lowering, lower } from '../lowering/lower'
import { memoryModeEffect } from '../memory-mode'
import { applyOverrides } from '../overrides/apply'
import { CONVSCOPE_ISAS, dependencies, type Narrow, type Settings } from './convscope-dependencies'
import { canForce, narrowed, overridden } from './convscope-overrides'
import { assessKernels, type LayerKernels, type Selection, selectKernels } from './convscope-policy'
import { candidates, chosenReason, size } from './convscope-reasons'
import { CONVSCOPE_SETUP } from './convscope-setup'
import type { EngineProfile, PlanningInput } from './profile'

/**
 * Convscope's own engine. Sizes are what its kernels say of themselves, so modelled bytes equal
 * measured ones; the policy is convscope-policy.ts.
 */
export const convscope: EngineProfile = {
  traits: {
    id: 'convscope',
    label: 'Convscope engine',
    instructionSets: CONVSCOPE_ISAS,
    hasWinogradLevel: false,
  },
  setup: CONVSCOPE_SETUP,
  plan({ modelId, shaped, configuration, catalog }: PlanningInput): Result<Plan> {
    if (catalog === null) {
      return fail({
        code: 'engine/unavailable',
        message: 'Convscope’s own engine is not loaded, so its kernels cannot be asked for their sizes.',
        hint: 'Run “npm run build:native”, then start Convscope again; the MNN profiles work without it.',
      })
    }
    const { isa, threads, memory } = configuration
    const settings: Settings = { isa, threads, memory }
    const layers = convolutions(shaped)
    const problems = layers.map(({ problem }) => problem)
    const kernels = problems.map((problem) => assessKernels(problem, catalog, isa, threads))
    const overrides = applyOverrides(
      configuration.overrides ?? [],
      layers.map(({ node }, index) => ({ node, name: shaped.model.nodes[node]?.name ?? '', index })),
      ({ index }, override) => canForce(kernels[index] as LayerKernels, override),
    )
    if (!overrides.ok) return overrides
    const forced = layers.map(({ node }) => overrides.value.forced.get(node)?.override)
    const narrow: Narrow = (each) => each.map((layer, index) => narrowed(layer, forced[index]))
    const selection = selectKernels(narrow(kernels), memory)
    const own = forced.some((override) => override !== undefined) ? selectKernels(kernels, memory) : selection
    const dependsOn = dependencies(problems, settings, kernels, selection, catalog, narrow)

    const decisions = layers.flatMap((layer, index): Decision[] => {
      const made = decision(layer, kernels[index] as LayerKernels, selection, index, settings)
      if (made === null) return []
      const override = forced[index]
      const shown = override === undefined ? made : overridden(made, override, own.chosen[index] ?? null)
      return [{ ...shown, dependsOn: dependsOn[index] ?? [] }]
    })
    const choices = new Map<number, KernelChoice>(
      layers.flatMap(({ node }, index) => {
        const choice = selection.chosen[index]?.choice
        return choice === undefined ? [] : [[node, choice] as const]
      }),
    )
    const lowering = lower(shaped, choices, { isa, threads }, catalog)
    const totals = residentBytes(lowering)
    return ok({
      modelId,
      configuration,
      decisions,
      steps: lowering.steps,
      totals,
      totalBytes: Object.values(totals).reduce((sum, bytes) => sum + bytes, 0),
      residentSetBytes: null,
      notes: [...overrides.value.notes, memoryModeEffect(decisions).sentence, ...notes(shaped, lowering)],
    })
  },
}

interface Layer {
  readonly node: number
  readonly problem: ConvProblem
}

function convolutions(shaped: ShapedModel): readonly Layer[] {
  return shaped.model.nodes.flatMap(({ id }) => {
    const problem = convProblem(shaped, id)
    return problem === null ? [] : [{ node: id, problem }]
  })
}

function decision(
  { node, problem }: Layer,
  layer: LayerKernels,
  { chosen, workspaceLimit }: Selection,
  index: number,
  { memory }: Settings,
): Omit<Decision, 'dependsOn'> | null {
  const option = chosen[index] ?? null
  if (option === null) return null
  const verdict = { memory, layer, chosen: option, workspaceLimit }
  const { algorithm, unit, inner } = option.choice
  return {
    node,
    algorithm,
    unit,
    executor: kernelName(option.choice),
    inner: inner === null ? null : { ...inner, groups: problem.group },
    weightBytes: layer.weightBytes,
    packedWeightBytes: option.packedWeightBytes,
    workspaceBytes: option.workspaceBytes,
    workspace: option.workspace,
    macs: macs(problem),
    operations: option.operations,
    candidates: candidates(verdict),
    reason: chosenReason(verdict),
  }
}

/** Each constant buffer is loaded once; convolution weights are packed for every convolution. */
function residentBytes({ program }: Lowering): CategoryBytes {
  const constants = program.buffers.reduce((sum, { place, bytes }) => sum + (place.kind === 'constant' ? bytes : 0), 0)
  const packed = program.ops.reduce(
    (sum, { operation }) => sum + (operation.kind === 'Conv' ? operation.packedWeightBytes : 0),
    0,
  )
  return {
    packedWeights: packed + constants,
    workspace: program.workspaceBytes,
    activations: program.arenaBytes,
    modelBuffer: 0,
    other: 0,
  }
}

function notes(shaped: ShapedModel, { program, obstacles }: Lowering): readonly string[] {
  const staging = largestConstant(
    shaped,
    program.ops.flatMap(({ operation }) => (operation.kind === 'Conv' ? [operation.weight] : [])),
  )
  const all = [
    'Packed weights include the constants of other operations; the weights are read from the file one layer at a time' +
      ` and given back once packed (up to ${size(staging)} while preparing), so no model buffer stays.`,
  ]
  const dequantised = shaped.model.tensors.filter(({ constant }) => constant?.data.kind === 'coded').length
  if (dequantised > 0) {
    all.push(
      `${dequantised === 1 ? 'One weight is' : `${dequantised} weights are`} stored quantised: running dequantises them to float32, so they are packed and counted like any others.`,
    )
  }
  if (obstacles.length > 0) {
    all.push(
      `The engine cannot execute ${obstacles.length === 1 ? 'one node' : `${obstacles.length} nodes`} of this model; activations are counted as if it could.`,
    )
  }
  return all
}

function largestConstant(shaped: ShapedModel, tensors: readonly number[]): number {
  return tensors.reduce((largest, tensor) => {
    const elements = (shaped.constants.get(tensor)?.dims ?? []).reduce((product, length) => product * length, 1)
    return Math.max(largest, 4 * elements)
  }, 0)
}
