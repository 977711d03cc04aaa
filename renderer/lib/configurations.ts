import type { Configuration, InstructionSet } from '#contract/configuration'

/** One text per configuration: the key under which its measurements are kept. */
export function configurationKey({ profile, memory, threads, isa }: Configuration): string {
  return `${profile}|${memory}|${threads}|${isa}`
}

export function sameConfiguration(a: Configuration, b: Configuration): boolean {
  return configurationKey(a) === configurationKey(b)
}

/** What the window starts with, on a machine that executes `isas` (best first). */
export function defaultConfiguration(isas: readonly InstructionSet[], processors: number): Configuration {
  return {
    profile: 'mnn-2.8.1',
    memory: 'normal',
    threads: Math.max(1, Math.min(4, processors)),
    isa: isas[0] ?? 'avx2',
  }
}
