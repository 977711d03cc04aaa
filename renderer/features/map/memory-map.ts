// SPDX-License-Identifier: Apache-2.0
import type { Placed } from '#contract/arena'
import type { Algorithm, Decision, Plan } from '#contract/plan'
import type { Message } from '#messages/message'
import { decisionsByNode } from '../../lib/layers/lookups'
import { stagesOf } from '../../lib/layers/stages'

/** Activations and workspaces stand together: what one leaves free the other takes. */
export const MAP_GROUPS = ['packedWeights', 'pool', 'modelBuffer', 'inputsOutputs', 'other'] as const
export type MapGroup = (typeof MAP_GROUPS)[number]

/** What a part of the memory is; each has a name in `map.part`, but "beside" and a named section bring their own. */
export type PartKind = 'packed' | 'beside' | 'tensor' | 'workspace' | 'padding' | 'gaps' | 'whole'

/** Memory that has one owner: an area of the map. */
export interface MapPart {
  readonly id: string
  readonly group: MapGroup
  readonly kind: PartKind
  /** Whole bytes of the total, more than 0: parts add up to the plan's total. */
  readonly bytes: number
  /** As the layer or the tensor is said to hold; more than `bytes` where parts lie over each other. */
  readonly ownBytes: number
  /** Of the layer that it belongs to; null where it belongs to none. */
  readonly stage: string | null
  readonly node: number | null
  /** The node that shows it: its own, or the first that has to do with it. */
  readonly shows: number | null
  /** The engine's own word for it. */
  readonly name?: Message
  /** Of a tensor. */
  readonly dims?: readonly number[]
  /** Of its layer, where the part is there because of it. */
  readonly algorithm: Algorithm | null
  readonly unit: number | null
  /** An override of the configuration chose the algorithm. */
  readonly whatIf: boolean
}

interface Named {
  readonly name: string
}

/** `bytes` may be more than there is. */
type Draft = Omit<MapPart, 'id' | 'group' | 'stage'>

/**
 * Every byte of a plan's total once. `nodes`: of the model, by id. `alive`: what lies in the pools at the moment that is
 * shown; null: of the moment at which most is in use.
 */
export function memoryMap(
  nodes: readonly Named[],
  plan: Plan,
  alive: readonly Placed[] | null = null,
): readonly MapPart[] {
  const stages = stagesOf(nodes)
  const { totals } = plan
  const drafts: Readonly<Record<MapGroup, readonly Draft[]>> = {
    packedWeights: fitted(packedParts(plan), totals.packedWeights, 'whole'),
    pool: fitted(
      alive === null ? poolParts(plan) : aliveParts(plan, alive),
      totals.activations + totals.workspace,
      'gaps',
    ),
    modelBuffer: fitted([], totals.modelBuffer, 'whole'),
    inputsOutputs: fitted([], totals.inputsOutputs, 'whole'),
    other: fitted([], totals.other, 'whole'),
  }
  return MAP_GROUPS.flatMap((group) =>
    drafts[group].flatMap((part, index): MapPart[] => {
      const stage = part.node === null ? null : (stages[part.node] ?? null)
      return part.bytes === 0 ? [] : [{ ...part, id: `${group}-${index}`, group, stage }]
    }),
  )
}

/** What belongs to no layer. */
function unowned(kind: PartKind, bytes: number): Draft {
  return { kind, bytes, ownBytes: bytes, node: null, shows: null, algorithm: null, unit: null, whatIf: false }
}

function ofLayer({ node, algorithm, unit, overridden }: Decision, kind: PartKind, bytes: number): Draft {
  return { kind, bytes, ownBytes: bytes, node, shows: node, algorithm, unit, whatIf: overridden !== undefined }
}

function packedParts({ decisions, packedBeside }: Plan): Draft[] {
  // What is below 0 is saved on all others.
  const beside = packedBeside.filter(({ bytes }) => bytes > 0)
  return [
    ...decisions.map((row) => ofLayer(row, 'packed', row.packedWeightBytes ?? 0)),
    ...beside.map(({ name, bytes }): Draft => ({ ...unowned('beside', bytes), name })),
  ]
}

/** What is in the pool when most of it is in use. */
function poolParts(plan: Plan): Draft[] {
  const { peak } = plan
  if (peak == null) return []
  const tensors = peak.alive.map(
    ({ bytes, dims, producer, lastUse }): Draft => ({
      ...unowned('tensor', bytes),
      dims,
      node: producer,
      shows: producer ?? lastUse,
    }),
  )
  return [...fitted(tensors, peak.activationBytes, 'padding'), ...workspaceParts(plan, peak.node, peak.workspaceBytes)]
}

/** What lies in the pools at a step. */
function aliveParts(plan: Plan, alive: readonly Placed[]): Draft[] {
  const rows = decisionsByNode(plan)
  return alive.map(({ kind, bytes, dims, node, until, part }): Draft => {
    if (kind !== 'workspace') return { ...unowned('tensor', bytes), dims, node, shows: node ?? until }
    const row = node === null ? undefined : rows.get(node)
    const own =
      row === undefined ? { ...unowned('workspace', bytes), node, shows: node } : ofLayer(row, 'workspace', bytes)
    return part === null ? own : { ...own, name: part }
  })
}

function workspaceParts(plan: Plan, node: number, bytes: number): Draft[] {
  const row = decisionsByNode(plan).get(node)
  if (row === undefined) return [{ ...unowned('workspace', bytes), node, shows: node }]
  const told = row.workspace.reduce((sum, section) => sum + section.bytes, 0)
  if (told !== bytes) return [ofLayer(row, 'workspace', bytes)]
  return row.workspace.map((section): Draft => ({ ...ofLayer(row, 'workspace', section.bytes), name: section.name }))
}

/** Parts that add up to `bytes`: scaled down where they say more, and with what they leave. */
function fitted(parts: readonly Draft[], bytes: number, rest: PartKind): Draft[] {
  const sum = parts.reduce((total, part) => total + part.bytes, 0)
  if (sum <= bytes) return [...parts, unowned(rest, bytes - sum)]
  let passed = 0
  let given = 0
  return parts.map((part) => {
    passed += part.bytes
    const upTo = Math.round((passed / sum) * bytes)
    const share = upTo - given
    given = upTo
    return { ...part, bytes: share }
  })
}

/** A box of the map: a group, a stage, a layer with several parts, or one part. */
export interface MapBox {
  readonly id: string
  readonly bytes: number
  /** The largest first; none of a part. */
  readonly children: readonly MapBox[]
  readonly level: 'group' | 'stage' | 'layer' | 'part'
  /** The largest part in it. */
  readonly part: MapPart
}

/** Groups in the order of the map, in each the largest first. A box that holds but one stands for it. */
export function boxesOf(parts: readonly MapPart[]): readonly MapBox[] {
  return MAP_GROUPS.flatMap((group) => {
    const inGroup = parts.filter((part) => part.group === group)
    return inGroup.length === 0 ? [] : [box('group', group, byKey(inGroup, stageKey, 'stage'))]
  })
}

const stageKey = ({ stage, node, id }: MapPart) => (stage === null ? layerKey({ node, id }) : `stage ${stage}`)
const layerKey = ({ node, id }: Pick<MapPart, 'node' | 'id'>) => (node === null ? id : `node ${node}`)

function byKey(parts: readonly MapPart[], key: (part: MapPart) => string, level: 'stage' | 'layer'): MapBox[] {
  const groups = new Map<string, [MapPart, ...MapPart[]]>()
  for (const part of parts) {
    const known = groups.get(key(part))
    if (known === undefined) groups.set(key(part), [part])
    else known.push(part)
  }
  return [...groups].map(([id, inBox]): MapBox => {
    const [first] = inBox
    if (inBox.length === 1) return leaf(first)
    const place = `${first.group} ${id}`
    const ofStage = level === 'stage' && first.stage !== null
    return ofStage ? box('stage', place, byKey(inBox, layerKey, 'layer')) : box('layer', place, inBox.map(leaf))
  })
}

function leaf(part: MapPart): MapBox {
  return { id: part.id, level: 'part', bytes: part.bytes, children: [], part }
}

function box(level: MapBox['level'], id: string, children: readonly MapBox[]): MapBox {
  const sorted = [...children].sort((a, b) => b.bytes - a.bytes)
  const [first] = sorted as [MapBox, ...MapBox[]]
  return { id, level, bytes: sorted.reduce((sum, { bytes }) => sum + bytes, 0), children: sorted, part: first.part }
}
