// SPDX-License-Identifier: Apache-2.0

import type { Configuration, Override } from '#contract/configuration'
import type { Candidate, Decision, Dependency } from '#contract/plan'
import type { MachineRates } from '#core/planning/time/default-machine'
import type { ConvLayer } from '../layers/conv-layers'
import { macs, transposedMacs, weightElements } from '../layers/conv-problem'
import { once } from '../lazy'
import { atNode } from '../mistake'
import { layerTime, type Place } from '../time/layer-time'
import { circumstances, dependencies } from './dependencies'
import { forcedRules, overriddenBy } from './force'
import { type AnyExecutor, kindOf, type Option } from './option'
import type { ExecutorSize, Layer, SelectionRules } from './rules'

const FLOAT_BYTES = 4

/** A layer's decision as shown, and the executor that takes part in the plan of the whole model. */
export interface DecidedLayer<E extends AnyExecutor> {
  readonly decision: Decision
  readonly executor: E
}

/**
 * Decides every layer, by node the ones of `overrides` as they say; equal layers are decided once. `machine`: whose times
 * they are told with, where it is not the default one.
 */
export function decideLayers<E extends AnyExecutor, S>(
  rules: SelectionRules<E, S>,
  layers: readonly ConvLayer[],
  configuration: Configuration,
  overrides: ReadonlyMap<number, Override> = new Map(),
  machine?: MachineRates,
): ReadonlyMap<number, DecidedLayer<E>> {
  const settings = rules.settingsOf(configuration)
  const others = once(() => circumstances(rules, configuration))
  const place = { isa: configuration.isa, machine }
  const known = new Map<string, Made<E>>()
  const dependsOn = new Map<string, () => readonly Dependency[]>()
  const decided = new Map<number, DecidedLayer<E>>()
  for (const whole of layers) {
    const { node, ...layer } = whole
    const override = overrides.get(node)
    const own = keyOf(whole)
    const key = override === undefined ? own : own + JSON.stringify(override)
    // What a forced layer depends on does not change with the name it is forced by.
    const wantedKey = override === undefined ? own : own + JSON.stringify([override.algorithm, override.unit])
    const inForce = override === undefined ? rules : forcedRules(rules, override)
    const found =
      dependsOn.get(wantedKey) ?? once(() => atNode(node, () => dependencies(inForce, layer, settings, others())))
    dependsOn.set(wantedKey, found)
    const alike = known.get(key) ?? atNode(node, () => decideLayer(inForce, layer, { settings, place }))
    known.set(key, alike)
    const overridden = override && { overridden: overriddenBy(rules, layer, settings, override) }
    const decision = {
      node,
      ...alike.decision,
      get dependsOn() {
        return found()
      },
      ...overridden,
    }
    decided.set(node, { executor: alike.executor, decision })
  }
  return decided
}

/** What equal layers have in common. */
interface Made<E extends AnyExecutor> {
  readonly decision: Omit<Decision, 'node' | 'dependsOn'>
  readonly executor: E
}

const keys = new WeakMap<ConvLayer, string>()

/** The same for equal layers of unlike nodes; found once for a layer, which plans of many configurations have in common. */
function keyOf(layer: ConvLayer): string {
  const known = keys.get(layer) ?? JSON.stringify({ ...layer, node: undefined })
  keys.set(layer, known)
  return known
}

function decideLayer<E extends AnyExecutor, S>(
  rules: SelectionRules<E, S>,
  layer: Layer,
  { settings, place }: { readonly settings: S; readonly place: Place },
): Made<E> {
  const { problem } = layer
  const nanoseconds = (executor: E) =>
    rules.work === undefined ? null : layerTime(rules.work(problem, executor, settings), place)
  const sized = rules.select(layer, settings).options.map((option) => ({
    option,
    size: option.executor && rules.measure(option.executor),
  }))
  const winner = sized.find(({ option }) => option.chosen)
  const executor = winner?.option.executor
  if (!winner?.size || !executor) throw new Error('the rules chose nothing')
  const { inner } = executor
  const { packedWeightBytes, workspaceBytes, workspace } = winner.size
  const decision: Made<E>['decision'] = {
    kind: layer.kind ?? 'convolution',
    ...kindOf(executor),
    executor: executor.className,
    inner: inner === undefined ? null : { ...kindOf(inner.executor), groups: inner.groups },
    weightBytes: weightElements(problem) * FLOAT_BYTES,
    packedWeightBytes,
    workspaceBytes,
    workspace,
    macs: layer.kind === 'transposed-convolution' ? transposedMacs(problem) : macs(problem),
    operations: rules.operations(problem, executor),
    nanoseconds: nanoseconds(executor),
    candidates: sized.map(({ option, size }) =>
      candidate(
        option,
        size,
        option.executor && {
          operations: rules.operations(problem, option.executor),
          nanoseconds: nanoseconds(option.executor),
        },
      ),
    ),
    reason: winner.option.reason(),
  }
  return { decision, executor }
}

function candidate(
  { algorithm, unit, chosen, reason, cost }: Option<AnyExecutor>,
  size: ExecutorSize | null,
  takes: Pick<Candidate, 'operations' | 'nanoseconds'> | null,
): Candidate {
  return {
    algorithm,
    unit,
    verdict: chosen ? 'chosen' : 'rejected',
    reason: reason(),
    cost,
    packedWeightBytes: size?.packedWeightBytes ?? null,
    workspaceBytes: size?.workspaceBytes ?? null,
    operations: takes?.operations ?? null,
    nanoseconds: takes?.nanoseconds ?? null,
  }
}
