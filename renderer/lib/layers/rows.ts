// SPDX-License-Identifier: Apache-2.0
import type { NodeValue } from '#contract/history'
import type { ModelView, NodeView, TensorView } from '#contract/model'
import type { Decision } from '#contract/plan'
import type { LayerMeasurement } from '#contract/timeline'
import { algorithmName, shapeText } from '../labels'
import {
  decisionsByNode,
  differencesByNode,
  hostsByNode,
  kernelOf,
  measurementsByNode,
  outputShape,
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
  readonly decision: Decision | null
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

export function layerRows(model: ModelView, { plan, report, comparison, overlay }: TintSources): LayerRow[] {
  const decisions = plan === null ? null : decisionsByNode(plan)
  const hosts = plan === null ? null : hostsByNode(plan)
  const differences = comparison === null ? null : differencesByNode(comparison)
  const measurements = report === null ? null : measurementsByNode(report)
  const values = overlay === null ? null : overlayByNode(overlay)
  return model.nodes.map((node) => {
    const dims = outputShape(model, node)
    const decision = decisions?.get(node.id) ?? null
    const edges = decision === null ? null : kernelOf(model, node)
    const kernel = edges === null ? null : Math.max(...edges)
    return {
      node,
      shape: shapeText(dims),
      tensors: namesOf(tensorsOf(model, [...node.inputs, ...node.outputs])),
      constants: namesOf(tensorsOf(model, node.inputs).filter(({ constant }) => constant !== undefined)),
      elements: dims === null ? 0 : dims.reduce((product, dim) => product * dim, 1),
      decision,
      kernel,
      kernelText: edges === null ? '' : edges.join('×'),
      algorithm: decision?.algorithm ? algorithmName(decision.algorithm, decision.unit, kernel) : '',
      measured: measurements?.get(node.id) ?? null,
      changed: differences?.get(node.id)?.changed ?? false,
      fusedInto: hosts?.get(node.id) ?? null,
      overlay: values?.get(node.id) ?? null,
    }
  })
}

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
function isUnknown(decision: Decision | null, figure: SummedFigure): boolean {
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
