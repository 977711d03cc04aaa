// SPDX-License-Identifier: Apache-2.0
import type { NodeValue } from '#contract/history'
import type { ModelView, NodeView, TensorView } from '#contract/model'
import type { Plan } from '#contract/plan'
import type { LayerMeasurement } from '#contract/timeline'
import { algorithmName, shapeText } from '../labels'
import {
  type DecisionLook,
  decisionsByNode,
  differencesByNode,
  hostsByNode,
  kernelOf,
  measurementsByNode,
  oncePer,
  outputShape,
  type PlanLook,
  tensorsOf,
} from './lookups'
import { overlayByNode } from './overlay'
import type { TintSources } from './tint'

/** One node as the layers table shows it. */
export interface LayerRow {
  readonly node: NodeView
  readonly shape: string
  /** Names of the tensors that it reads and makes, a line each. */
  readonly tensors: string
  /** The same of the constants that it reads. */
  readonly constants: string
  /** Elements of the first output: what the shape column sorts by. */
  readonly elements: number
  readonly decision: DecisionLook | null
  /** The larger edge of a convolution's kernel. */
  readonly kernel: number | null
  /** "3×3"; empty for a node without a decision. */
  readonly kernelText: string
  /** As on screen, for sorting and filtering; empty for a node without a choice that has a name. */
  readonly algorithm: string
  readonly measured: LayerMeasurement | null
  /** Whether the comparison with A finds it different. */
  readonly changed: boolean
  /** Id of the node that computes this one as part of itself. */
  readonly fusedInto: number | null
  /** What a node data file laid over the model says of it. */
  readonly overlay: NodeValue['value'] | null
}

/** What rows are made of besides the model. */
export interface RowSources extends Omit<TintSources, 'plan'> {
  readonly plan: (PlanLook & Pick<Plan, 'fusions'>) | null
}

/** Those of `before` where a row says the same, which is then not drawn anew; all of `before` where all do. */
export function layerRows(
  model: ModelView,
  { plan, report, comparison, overlay }: RowSources,
  before: readonly LayerRow[] = [],
): readonly LayerRow[] {
  const decisions = plan === null ? null : decisionsByNode(plan)
  const hosts = plan === null ? null : hostsByNode(plan)
  const differences = comparison === null ? null : differencesByNode(comparison)
  const measurements = report === null ? null : measurementsByNode(report)
  const values = overlay === null ? null : overlayByNode(overlay)
  const rows = modelRows(model).map(({ edges, ...row }, at): LayerRow => {
    const { id } = row.node
    const decision = decisions?.get(id) ?? null
    const decided = decision === null ? null : edges
    const kernel = decided === null ? null : Math.max(...decided)
    const now = {
      ...row,
      decision,
      kernel,
      kernelText: decided === null ? '' : decided.join('×'),
      algorithm: decision?.algorithm ? algorithmName(decision.algorithm, decision.unit, kernel) : '',
      measured: measurements?.get(id) ?? null,
      changed: differences?.get(id)?.changed ?? false,
      fusedInto: hosts?.get(id) ?? null,
      overlay: values?.get(id) ?? null,
    }
    const known = before[at]
    return known !== undefined && saysTheSame(known, now) ? known : now
  })
  return rows.length === before.length && rows.every((row, at) => row === before[at]) ? before : rows
}

function saysTheSame(a: LayerRow, b: LayerRow): boolean {
  return (Object.keys(b) as (keyof LayerRow)[]).every((name) => Object.is(a[name], b[name]))
}

/** What a row takes from the model alone. */
const modelRows = oncePer((model: ModelView) =>
  model.nodes.map((node) => {
    const dims = outputShape(model, node)
    return {
      node,
      shape: shapeText(dims),
      tensors: namesOf(tensorsOf(model, [...node.inputs, ...node.outputs])),
      constants: namesOf(tensorsOf(model, node.inputs).filter(({ constant }) => constant !== undefined)),
      elements: dims === null ? 0 : dims.reduce((product, dim) => product * dim, 1),
      edges: kernelOf(model, node),
    }
  }),
)

function namesOf(tensors: readonly TensorView[]): string {
  return tensors.map(({ name }) => name).join('\n')
}

const SUMMED = ['weightBytes', 'packedWeightBytes', 'workspaceBytes', 'macs'] as const
export type SummedFigure = (typeof SUMMED)[number]

export interface LayerTotals {
  readonly layers: number
  readonly weightBytes: number
  readonly packedWeightBytes: number
  /** The largest: workspaces are reused from layer to layer and do not add up. */
  readonly largestWorkspaceBytes: number
  readonly macs: number
  /** Figures above that are "at least", since that of a row is not known. */
  readonly least: ReadonlySet<SummedFigure>
  readonly measured: {
    readonly packedWeightBytes: number
    readonly largestWorkspaceBytes: number
    readonly durationNs: number
  } | null
}

/** Operations of no convolution or product have no multiply-adds to speak of. */
function isUnknown(decision: DecisionLook | null, figure: SummedFigure): boolean {
  return decision !== null && decision[figure] === null && (figure !== 'macs' || decision.kind !== 'other')
}

export function layerTotals(rows: readonly LayerRow[]): LayerTotals {
  const sum = (figure: (row: LayerRow) => number) => rows.reduce((total, row) => total + figure(row), 0)
  const max = (figure: (row: LayerRow) => number) => rows.reduce((largest, row) => Math.max(largest, figure(row)), 0)
  return {
    layers: rows.length,
    weightBytes: sum((row) => row.decision?.weightBytes ?? 0),
    packedWeightBytes: sum((row) => row.decision?.packedWeightBytes ?? 0),
    largestWorkspaceBytes: max((row) => row.decision?.workspaceBytes ?? 0),
    macs: sum((row) => row.decision?.macs ?? 0),
    least: new Set(SUMMED.filter((figure) => rows.some(({ decision }) => isUnknown(decision, figure)))),
    measured: rows.some((row) => row.measured !== null)
      ? {
          packedWeightBytes: sum((row) => row.measured?.packedWeightBytes ?? 0),
          largestWorkspaceBytes: max((row) => row.measured?.workspaceBytes ?? 0),
          durationNs: sum((row) => row.measured?.durationNs ?? 0),
        }
      : null,
  }
}
