// SPDX-License-Identifier: Apache-2.0
import type { Decision } from '#contract/plan'
import type { ShapedModel } from '#core/model/shapes'
import type { Message } from '#messages/message'
import { layerFacts } from './layer-facts'

/** What an engine tells of a layer for which it has no choice. */
interface Told extends Pick<Decision, 'packedWeightBytes' | 'workspaceBytes' | 'workspace'> {
  /** The engine's own name of what runs; null where it is not known. */
  readonly executor: string | null
  /** null where it has none that has a name. */
  readonly algorithm: Decision['algorithm']
  /** Absent: 2 for each multiply-add. */
  readonly operations?: number | null
  /** Absent: there is one way to run it. */
  readonly reason?: Message
}

/** The row of a layer for which the engine has no choice. */
export function plainRow(shaped: ShapedModel, nodeId: number, told: Told): Decision {
  const { node, kind, weightBytes, macs } = layerFacts(shaped, nodeId)
  const { executor, algorithm, packedWeightBytes, workspaceBytes, workspace } = told
  const { operations = macs === null ? null : 2 * macs, reason = { id: 'reason.noChoice' } } = told
  return {
    node,
    kind,
    algorithm,
    unit: null,
    executor,
    inner: null,
    weightBytes,
    packedWeightBytes,
    workspaceBytes,
    workspace,
    macs,
    operations,
    candidates: [],
    reason,
    dependsOn: [],
  }
}

/** The row of a layer that the profile does not model; `reason`: why. */
export function unknownRow(shaped: ShapedModel, nodeId: number, reason: Message): Decision {
  const nothing = { executor: null, algorithm: null, packedWeightBytes: null, workspaceBytes: null, workspace: [] }
  return plainRow(shaped, nodeId, { ...nothing, operations: null, reason })
}

/** The algorithm of a matrix product, which needs no choice; null of other kinds. */
export function productAlgorithm(shaped: ShapedModel, nodeId: number): Decision['algorithm'] {
  const { kind } = layerFacts(shaped, nodeId)
  return kind === 'matmul' || kind === 'fully-connected' ? 'gemm' : null
}
