// SPDX-License-Identifier: Apache-2.0
import type { Command } from 'commander'
import type { CommandContext } from '../session'

/** Declares a command. One that judges something concludes with the exit code. */
type AddCommand = (program: Command, context: CommandContext, conclude: (code: number) => void) => void

/**
 * By name, in the order of the help. Each is loaded only where a command line is about it: all engines and formats take
 * longer to load than most commands take to answer.
 */
const COMMANDS: Readonly<Record<string, () => Promise<AddCommand>>> = {
  inspect: async () => (await import('./inspect')).addInspect,
  plan: async () => (await import('./plan')).addPlan,
  advise: async () => (await import('./advise')).addAdvise,
  run: async () => (await import('./run')).addRun,
  tune: async () => (await import('./tune')).addTune,
  machine: async () => (await import('./machine')).addMachine,
  compare: async () => (await import('./compare')).addCompare,
  releases: async () => (await import('./releases')).addReleases,
  engines: async () => (await import('./engines')).addEngines,
  bisect: async () => (await import('./bisect')).addBisect,
  sweep: async () => (await import('./sweep')).addSweep,
  sessions: async () => (await import('./sessions')).addSessions,
  export: async () => (await import('./export')).addExport,
  report: async () => (await import('./report')).addReport,
  check: async () => (await import('./check')).addCheck,
  serve: async () => (await import('./serve')).addServe,
  attach: async () => (await import('./attach')).addAttach,
  samples: async () => (await import('./lists')).addSamples,
  profiles: async () => (await import('./lists')).addProfiles,
  schema: async () => (await import('./lists')).addSchema,
  completion: async () => (await import('../completion')).addCompletion,
}

/** About all of the others too. */
const ABOUT_ALL = 'completion'

/** The commands that must be declared to understand a command line: the one that it begins with, else all. */
export function commandsFor([first]: readonly string[]): Promise<AddCommand[]> {
  const isOne = first !== undefined && first !== ABOUT_ALL && Object.hasOwn(COMMANDS, first)
  const names = first === '--version' || first === '-V' ? [] : isOne ? [first] : Object.keys(COMMANDS)
  return Promise.all(names.flatMap((name) => COMMANDS[name]?.() ?? []))
}
