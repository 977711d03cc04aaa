import type { MnnEngine } from './engine'

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

export function residentSetNote(engine: MnnEngine, residentBytes: number, planBytes: number): string {
  const mib = (bytes: number) => `${(Math.abs(bytes) / MIB).toFixed(1)} MiB`
  const kept = residentBytes - planBytes - engine.processBytes
  const rest =
    kept >= 0
      ? `${mib(kept)} are the session’s objects, threads, and what the C library keeps for reuse after weights were transformed`
      : `${mib(kept)} of the totals are never written to`
  return `Modelled resident set of a process with this session alone, after it has run: ${mib(residentBytes)}. Of these ${mib(engine.processBytes)} are program, C library and the engine’s own code, as measured on x86-64 Linux; ${rest}.`
}
