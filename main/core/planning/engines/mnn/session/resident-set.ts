// SPDX-License-Identifier: Apache-2.0
import type { Message } from '#messages/message'
import type { MnnEngine } from '../engine'

const MIB = 2 ** 20

/**
 * What a process holds that loads MNN and runs a model, beside model, session and objects: the pages
 * of program, C and C++ library and the engine that running touches, with their tables. Measured on
 * x86-64 Linux: the file-backed part of the resident set.
 */
export const PROCESS_BYTES = { '1.0.1': 6.0 * MIB, '2.8.1': 6.05 * MIB, '3.6.1': 6.3 * MIB } as const

/** Modelled resident set of a process with one session that has run, and nothing else. */
export function residentSetBytes(engine: MnnEngine, heapBytes: number, objectBytes: number): number {
  return heapBytes + objectBytes + engine.processBytes
}

export function residentSetNote(engine: MnnEngine, residentBytes: number, planBytes: number): Message {
  const kept = residentBytes - planBytes - engine.processBytes
  return { id: 'note.residentSet', resident: residentBytes, process: engine.processBytes, kept }
}
