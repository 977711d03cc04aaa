import type { Override } from '#contract/configuration'
import type { Candidate, Decision, Dependency } from '#contract/plan'
import type { ConvLayer } from '#core/planning/layers/conv-layers'
import { macs, weightElements } from '#core/planning/layers/conv-problem'
import { FLOAT_BYTES } from '../arithmetic'
import type { MnnEngine } from '../engine'
import { dependencies } from './dependencies'
import { type Executor, type ExecutorSize, measure } from './executor'
import { forcedEngine, overriddenBy } from './forced'
import { executorOperations } from './operations'
import type { LayerSettings, Option } from './selection'

/** A layer's decision as shown, and the executor that takes part in the plan of the session. */
export interface DecidedLayer {
  readonly decision: Decision
  readonly executor: Executor
}

/** Decides every layer, by node the ones of `overrides` as they say; equal layers are decided once. */
export function decideLayers(
  engine: MnnEngine,
  layers: readonly ConvLayer[],
  settings: LayerSettings,
  overrides: ReadonlyMap<number, Override> = new Map(),
): ReadonlyMap<number, DecidedLayer> {
  const known = new Map<string, DecidedLayer>()
  const dependsOn = new Map<string, readonly Dependency[]>()
  const decided = new Map<number, DecidedLayer>()
  for (const layer of layers) {
    const override = overrides.get(layer.node)
    const kind = [layer.problem, layer.constantWeight, layer.biasElements, layer.coding, layer.storedWeights]
    const key = JSON.stringify([...kind, override])
    // What a forced layer depends on does not change with the name it is forced by.
    const wantedKey = JSON.stringify([...kind, override?.algorithm, override?.unit])
    const forced = override === undefined ? engine : forcedEngine(engine, override)
    const found = dependsOn.get(wantedKey) ?? dependencies(forced, layer, settings)
    dependsOn.set(wantedKey, found)
    const alike = known.get(key) ?? decideLayer(forced, layer, settings, found)
    known.set(key, alike)
    const overridden = override && { overridden: overriddenBy(engine, layer, settings, override) }
    decided.set(layer.node, { ...alike, decision: { ...alike.decision, node: layer.node, ...overridden } })
  }
  return decided
}

function decideLayer(
  engine: MnnEngine,
  layer: ConvLayer,
  settings: LayerSettings,
  dependsOn: readonly Dependency[],
): DecidedLayer {
  const { options } = engine.select(layer, settings)
  const sized = options.map((option) => ({
    option,
    size: option.executor && measure(option.executor, engine.createDynamicPool(null)),
  }))
  const winner = sized.find(({ option }) => option.chosen)
  const executor = winner?.option.executor
  if (!winner?.size || !executor) throw new Error(`nothing was chosen for node ${layer.node}`)
  const inner = executor.inner
  const decision: Decision = {
    node: layer.node,
    algorithm: executor.algorithm,
    unit: executor.unit,
    executor: executor.className,
    inner: inner && { algorithm: inner.executor.algorithm, unit: inner.executor.unit, groups: inner.groups },
    weightBytes: weightElements(layer.problem) * FLOAT_BYTES,
    packedWeightBytes: winner.size.packedWeightBytes,
    workspaceBytes: winner.size.workspaceBytes,
    workspace: winner.size.workspace,
    macs: macs(layer.problem),
    operations: executorOperations(layer.problem, executor),
    candidates: sized.map(({ option, size }) => candidate(layer, option, size)),
    reason: winner.option.reason(),
    dependsOn,
  }
  return { decision, executor }
}

function candidate({ problem }: ConvLayer, option: Option, size: ExecutorSize | null): Candidate {
  return {
    algorithm: option.algorithm,
    unit: option.unit,
    verdict: option.chosen ? 'chosen' : 'rejected',
    reason: option.reason(),
    cost: option.cost,
    packedWeightBytes: size?.packedWeightBytes ?? null,
    workspaceBytes: size?.workspaceBytes ?? null,
    operations: option.executor && executorOperations(problem, option.executor),
  }
}
