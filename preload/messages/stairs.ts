// SPDX-License-Identifier: Apache-2.0
import type { Plan } from '#contract/plan'

/** All of them, from the file up. */
export const STAIRS = [
  'stairs.file',
  'stairs.packing',
  'stairs.packed',
  'stairs.buffer',
  'stairs.pool',
  'stairs.rest',
  'stairs.held',
  'stairs.asked',
  'stairs.idle',
  'stairs.inUse',
  'stairs.whole',
  'stairs.process',
  'stairs.resident',
  'stairs.beyond',
  'stairs.reported',
] as const
type StairName = (typeof STAIRS)[number]

/** A figure that "how much memory" can mean, or what lies between one and the next. */
export interface Stair {
  readonly kind: 'level' | 'step'
  readonly name: { readonly id: StairName }
  /** Of a step what it adds, below 0 what it takes. null: not known, of a last level. */
  readonly bytes: number | null
}

type Reconciled = Pick<Plan, 'totals' | 'totalBytes' | 'residentSetBytes'> & Partial<Pick<Plan, 'peak' | 'notes'>>

/**
 * From the weights in the file (`weightBytes`) to the resident set, or to what a driver is asked for: each level is the one before it with the steps between.
 * All modelled, save where it ends in the highest resident set of a program that was watched (`reportedBytes`).
 */
export function stairs(
  weightBytes: number,
  { totals, totalBytes, peak, residentSetBytes, notes = [] }: Reconciled,
  reportedBytes?: number,
): readonly Stair[] {
  const pool = totals.activations + totals.workspace
  const rest = totals.inputsOutputs + totals.other
  // What a driver holds of it is not the process’s.
  const isAsked = notes.some(({ id }) => id === 'note.gpuAsked')
  const idle = peak == null ? null : pool - peak.activationBytes - peak.workspaceBytes
  return [
    level('stairs.file', weightBytes),
    ...step('stairs.packing', totals.packedWeights - weightBytes),
    level('stairs.packed', totals.packedWeights),
    ...step('stairs.buffer', totals.modelBuffer),
    ...step('stairs.pool', pool),
    ...step('stairs.rest', rest),
    level(isAsked ? 'stairs.asked' : 'stairs.held', totalBytes),
    ...(idle === null
      ? []
      : [...step('stairs.idle', -idle), level('stairs.inUse', totalBytes - idle), ...step('stairs.whole', idle)]),
    ...(residentSetBytes === null ? [] : step('stairs.process', residentSetBytes - totalBytes)),
    ...(isAsked ? [] : [level('stairs.resident', residentSetBytes)]),
    ...(reportedBytes === undefined
      ? []
      : [
          // What a driver holds is no part of it.
          ...(isAsked ? [] : step('stairs.beyond', reportedBytes - (residentSetBytes ?? totalBytes))),
          level('stairs.reported', reportedBytes),
        ]),
  ]
}

function level(id: StairName, bytes: number | null): Stair {
  return { kind: 'level', name: { id }, bytes }
}

function step(id: StairName, bytes: number): readonly Stair[] {
  return bytes === 0 ? [] : [{ kind: 'step', name: { id }, bytes }]
}

/** A stair as a bar: from where to where, in bytes. */
export interface StairBar {
  readonly stair: Stair
  readonly from: number
  readonly to: number
}

/** Where bars stand: levels from 0, steps from the level before them. */
export function stairBars(all: readonly Stair[]): readonly StairBar[] {
  let height = 0
  return all.map((stair) => {
    const from = stair.kind === 'level' ? 0 : height
    height = from + (stair.bytes ?? 0)
    return { stair, from: Math.min(from, height), to: Math.max(from, height) }
  })
}
