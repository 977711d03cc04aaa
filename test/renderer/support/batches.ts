// SPDX-License-Identifier: Apache-2.0
import { CATEGORIES, type Category } from '#contract/plan'
import { EVENT_KINDS, type EventBatch } from '#contract/timeline'

export interface TestEvent {
  readonly kind: keyof typeof EVENT_KINDS
  readonly timeNs?: number
  readonly category?: Category
  readonly node?: number
  readonly bytes?: number
}

export function batch(firstSequence: number, events: readonly TestEvent[], dropped = 0): EventBatch {
  return {
    firstSequence,
    dropped,
    timeNs: Float64Array.from(events, (event, index) => event.timeNs ?? firstSequence + index),
    kind: Uint8Array.from(events, (event) => EVENT_KINDS[event.kind]),
    category: Uint8Array.from(events, (event) => CATEGORIES.indexOf(event.category ?? 'other')),
    node: Int32Array.from(events, (event) => event.node ?? -1),
    bytes: Float64Array.from(events, (event) => event.bytes ?? 0),
  }
}
