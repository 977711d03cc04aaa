import type { MnnEngine } from './engine'
import type { SessionMemory } from './session'

const MIB = 2 ** 20

/**
 * What a process holds that loads MNN and creates a session without memory of its own: program, C
 * library, the engine’s code and tables. Measured on x86-64 Linux as resident set less model file,
 * over sessions that were never sized.
 */
export const PROCESS_BYTES = { '1.0.1': 6.2 * MIB, '2.8.1': 6.2 * MIB, '3.6.1': 6.5 * MIB } as const

/** Modelled resident set of a process with one session that has run, and nothing else. */
export function residentSetBytes(engine: MnnEngine, { heapBytes }: Pick<SessionMemory, 'heapBytes'>): number {
  return heapBytes + engine.processBytes
}

export function residentSetNote(engine: MnnEngine, residentBytes: number, planBytes: number): string {
  const mib = (bytes: number) => `${(Math.abs(bytes) / MIB).toFixed(1)} MiB`
  const kept = residentBytes - planBytes - engine.processBytes
  const rest =
    kept >= 0
      ? `${mib(kept)} are memory that its C library keeps for reuse after weights were transformed`
      : `${mib(kept)} of the totals are never written to`
  return `Modelled resident set of a process with this session alone, after it has run: ${mib(residentBytes)}. Of these ${mib(engine.processBytes)} are program, C library and the engine’s own code, as measured on x86-64 Linux; ${rest}.`
}
