import type { MnnEngine } from './engine'

const MIB = 2 ** 20

/**
 * What a process holds that loads MNN and a model, and creates a session without memory of its own:
 * program, C library, the engine’s code and tables. Measured on x86-64 Linux as resident set less
 * model file, over sessions that were never sized. Not in it: stacks of more threads, and heap that
 * the C library keeps after weights were transformed.
 */
export const PROCESS_BYTES = { '1.0.1': 6.2 * MIB, '2.8.1': 6.2 * MIB, '3.6.1': 6.5 * MIB } as const

/** Modelled resident set of a process with one session of `planBytes` and nothing else. */
export function residentSetBytes(engine: MnnEngine, planBytes: number): number {
  return planBytes + engine.processBytes
}

export function residentSetNote(engine: MnnEngine, planBytes: number): string {
  const total = (residentSetBytes(engine, planBytes) / MIB).toFixed(1)
  const process = (engine.processBytes / MIB).toFixed(1)
  return `Modelled resident set of a process with this session alone: ${total} MiB, of which ${process} MiB are program, C library and the engine’s own code, as measured on x86-64 Linux.`
}
