// SPDX-License-Identifier: Apache-2.0
import type { Message } from '#messages/message'
import type { MnnEngine } from '../engine'

/** Modelled resident set of a process with one session that has run, and nothing else. */
export function residentSetBytes(engine: MnnEngine, heapBytes: number, objectBytes: number): number {
  return heapBytes + objectBytes + engine.processBytes
}

export function residentSetNote(engine: MnnEngine, residentBytes: number, planBytes: number): Message {
  const kept = residentBytes - planBytes - engine.processBytes
  return { id: 'note.residentSet', resident: residentBytes, process: engine.processBytes, kept }
}
