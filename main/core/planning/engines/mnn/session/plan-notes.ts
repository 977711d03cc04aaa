// SPDX-License-Identifier: Apache-2.0
import type { Constant, Model } from '#core/model/graph'
import { compareVersions } from '#core/planning/engine-setup'
import type { DecidedLayer } from '#core/planning/selection/decide'
import type { Message } from '#messages/message'
import type { ConvertedModel } from '../conversion/converted-model'
import { foldNodes } from '../conversion/fold-plan'
import type { MnnEngine } from '../engine'
import type { Executor } from '../rules/executor'
import { type ConverterView, isConverted } from './converter-view'
import type { SessionMemory } from './session'

const WRITTEN = [
  ['groups', 'note.converterGroups'],
  ['planes', 'note.converterPlanes'],
  ['step', 'note.converterSteps'],
] as const

/** What the converter does with the model, where it has not done it already. */
export function viewNotes(engine: MnnEngine, { shaped, parts }: ConvertedModel, view: ConverterView): Message[] {
  const notes: Message[] = []
  if (view.unknown.length > 0) {
    notes.push({ id: 'note.unknownShapes', nodes: view.unknown.length })
  }
  if (!isConverted(shaped)) {
    notes.push({ id: 'note.converterLayouts' })
    for (const [what, id] of WRITTEN) {
      const own = [...parts.values()].filter((part) => part.of === what)
      const all = own.reduce((sum, { layers }) => sum + layers, 0)
      if (own.length > 0) notes.push({ id, layers: own.length, parts: all, version: engine.version })
    }
    if (view.fused > 0) {
      notes.push({ id: 'note.converterFolds', nodes: view.fused })
    }
  }
  return notes
}

/**
 * Builds have the sum of two tensors of integers without an option until here. cpu/CPUEltwiseInt8.cpp: absent from 3.0.1, present
 * in 3.0.2 and 3.6.1 `#ifdef MNN_SUPPORT_DEPRECATED_OP`, which CMakeLists.txt has OFF.
 */
const FIRST_WITHOUT_SUMS_OF_INTEGERS = '3.0.2'

/** Operations that a default build of the release does not have, while the file has them. */
export function deprecatedNotes({ version }: Pick<MnnEngine, 'version'>, { nodes }: Pick<Model, 'nodes'>): Message[] {
  const sums = nodes.filter(({ sourceOp }) => sourceOp === 'EltwiseInt8').length
  return sums > 0 && compareVersions(version, FIRST_WITHOUT_SUMS_OF_INTEGERS) >= 0
    ? [{ id: 'note.deprecatedOption', version, sums }]
    : []
}

/** `forced`: how many layers are. */
export function overrideNotes(forced: number): Message[] {
  return forced === 0 ? [] : [{ id: 'note.forced', layers: forced }]
}

/** What becomes of weights that the file stores as integers. */
export function quantisationNotes(
  converted: ConvertedModel,
  decided: ReadonlyMap<number, DecidedLayer<Executor>>,
): Message[] {
  const { model, constants } = converted.shaped
  const quantised = model.nodes.filter(
    ({ operation, inputs }) => operation.kind === 'Conv' && isQuantised(constants.get(inputs[1] ?? -1)),
  )
  const count = (keeps: boolean) => {
    const found = quantised.filter(({ id }) => (decided.get(id)?.executor.keepsIntegers === true) === keeps)
    return foldNodes(
      found.map(({ id }) => id),
      converted,
    ).length
  }
  const [kept, expanded] = [count(true), count(false)]
  return [
    ...(kept > 0 ? [{ id: 'note.integersKept', convolutions: kept } as const] : []),
    ...(expanded > 0 ? [{ id: 'note.integersExpanded', convolutions: expanded } as const] : []),
  ]
}

function isQuantised(constant: Constant | undefined): boolean {
  return constant?.data.kind === 'coded' || constant?.data.kind === 'encoded' || constant?.data.kind === 'quantised'
}

/** What the totals include. */
export function memoryNotes(engine: MnnEngine, memory: SessionMemory): Message[] {
  const notes: Message[] = [
    { id: 'note.staticPool' },
    { id: engine.geometry === null ? 'note.ownOutputs' : 'note.movements' },
  ]
  if (memory.leftoverBytes > 0) {
    notes.push({ id: 'note.leftover', bytes: memory.leftoverBytes })
  }
  return notes
}
