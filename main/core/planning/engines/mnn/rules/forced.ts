import type { NamedChoice } from '#contract/algorithms'
import type { Override } from '#contract/configuration'
import type { Decision } from '#contract/plan'
import type { ConvLayer } from '#core/planning/layers/conv-layers'
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import type { Message } from '#messages/message'
import type { MnnEngine } from '../engine'
import { chosenOption, type LayerSettings, type Option, type Selection } from './selection'
import { winogradObstacle } from './winograd-units'

type Layer = Omit<ConvLayer, 'node'>

/**
 * What the engine would do if it could be told which executor to take. The executor is one that its own
 * rules look at for the layer, with its own sizes; else the reason why there is none, as the end of a sentence.
 */
export function forceLayer(
  engine: MnnEngine,
  layer: Layer,
  settings: LayerSettings,
  override: Override,
): { readonly forced: Selection } | { readonly obstacle: Message } {
  const own = engine.select(layer, settings)
  const offered = own.options.filter((option) => option.executor !== null && isWanted(option, override))
  const wanted = offered.length > 1 ? bestOf(engine, layer, settings, offered) : offered[0]
  const executor = wanted?.executor ?? null
  if (wanted === undefined || executor === null) return { obstacle: obstacleTo(layer, settings, own, override) }
  const options = own.options.map((option) => forcedOption(option, option === wanted, own, override))
  return { forced: { chosen: executor, options } }
}

/** The engine with an override in force wherever it is possible: what a forced layer still depends on shows. */
export function forcedEngine(engine: MnnEngine, override: Override): MnnEngine {
  return {
    ...engine,
    select(layer, settings) {
      const answer = forceLayer(engine, layer, settings, override)
      return 'forced' in answer ? answer.forced : engine.select(layer, settings)
    },
  }
}

/** For the decision of a forced layer: by what, and instead of what. */
export function overriddenBy(
  engine: MnnEngine,
  layer: Layer,
  settings: LayerSettings,
  { layers }: Override,
): NonNullable<Decision['overridden']> {
  const { algorithm, unit } = engine.select(layer, settings).chosen
  return { by: layers, instead: { algorithm, unit } }
}

type Kind = Pick<Option, 'algorithm' | 'unit'>

/** What computes: the executor itself, or what every group runs. */
function kindOf({ executor, algorithm, unit }: Option): Kind {
  return executor?.inner?.executor ?? { algorithm, unit }
}

function isWanted(option: Option, { algorithm, unit }: Override): boolean {
  if (algorithm === 'grouped') return option.chosen && option.algorithm === 'grouped'
  const kind = kindOf(option)
  return kind.algorithm === algorithm && (unit === undefined || unit === kind.unit)
}

/** Of several units: the one that the engine takes when its memory settings let it, else its best rated. */
function bestOf(engine: MnnEngine, layer: Layer, settings: LayerSettings, offered: readonly Option[]): Option {
  const free = engine.select(layer, { ...settings, memory: 'normal', winogradLevel: 3 })
  const taken = free.options.find(({ chosen }) => chosen)
  const same = (kind: Kind) => offered.find((option) => kindOf(option).unit === kind.unit)
  const takenKind = taken && kindOf(taken)
  const engines = takenKind?.algorithm === 'winograd' ? same(takenKind) : undefined
  if (engines !== undefined) return engines
  const rated = free.options.filter(({ cost, executor }) => cost !== null && executor !== null)
  const winograds = rated.filter((option) => kindOf(option).algorithm === 'winograd').sort(byPreference)
  const best = winograds[0] && same(kindOf(winograds[0]))
  return best ?? (offered[0] as Option)
}

function byPreference({ cost: a }: Option, { cost: b }: Option): number {
  if (a === null || b === null) return 0
  return a.better === 'larger' ? b.value - a.value : a.value - b.value
}

function forcedOption(option: Option, wanted: boolean, own: Selection, { layers }: Override): Option {
  if (wanted) {
    const reason = (): Message => {
      if (option.chosen) return { id: 'forced.same', layers }
      return { id: 'forced.instead', layers, choice: choiceOf(own.chosen), reason: chosenOption(own.options).reason() }
    }
    return { ...option, chosen: true, reason }
  }
  if (!option.chosen) return option
  const reason = (): Message => ({ id: 'forced.setAside', layers, reason: option.reason() })
  return { ...option, algorithm: kindOf(option).algorithm, unit: kindOf(option).unit, chosen: false, reason }
}

function choiceOf({ algorithm, unit, inner }: Selection['chosen']): NamedChoice {
  const each = inner?.executor
  return { algorithm, unit, inner: each === undefined ? null : { algorithm: each.algorithm, unit: each.unit } }
}

/** The reason of the engine's own rules where they give one. */
function obstacleTo(layer: Layer, { core }: LayerSettings, own: Selection, override: Override): Message {
  const { algorithm, unit } = override
  const p = layer.problem
  if (!layer.constantWeight) return { id: 'obstacle.computedWeight' }
  const units = own.options.filter((option) => option.executor !== null && kindOf(option).algorithm === algorithm)
  if (unit !== undefined && units.length > 0) {
    const offered = units.flatMap((option) => kindOf(option).unit ?? [])
    return { id: 'obstacle.noUnit', unit, kernel: kernel(p), units: offered }
  }
  const ruled = own.options.find((option) => option.executor === null && option.algorithm === algorithm)
  switch (algorithm) {
    case 'grouped':
      return { id: p.depthwise ? 'obstacle.depthwise' : 'obstacle.oneGroup' }
    case 'gemm-1x1':
      return { id: 'obstacle.noPlainProduct' }
    case 'streamed':
      return { id: 'obstacle.noStreaming' }
    case 'depthwise':
    case 'depthwise-3x3':
      if (!p.depthwise) return { id: 'obstacle.notDepthwise' }
      break
    default:
      if (p.depthwise) return { id: 'obstacle.ownDepthwise' }
  }
  if (ruled !== undefined) return { id: 'obstacle.rule', reason: ruled.reason() }
  if (algorithm === 'winograd') {
    return winogradObstacle(p, core) ?? { id: 'obstacle.notOffered' }
  }
  if (algorithm === 'strassen-1x1') return { id: 'obstacle.notPointwise', kernel: kernel(p) }
  return { id: 'obstacle.notInVersion' }
}

function kernel({ kernelHeight, kernelWidth }: ConvProblem): string {
  return `${kernelHeight}×${kernelWidth}`
}
