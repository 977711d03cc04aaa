// SPDX-License-Identifier: Apache-2.0
import type { Command } from 'commander'
import { english } from '#messages/say'
import { json } from '../output'
import type { CommandContext } from '../session'
import { facts } from '../table'

// The two lists that a command line takes names from, and what its documents look like. None needs what the others do.

export function addSamples(program: Command, { terminal }: CommandContext): void {
  program
    .command('samples')
    .description('models that Convscope builds itself')
    .action(async () => {
      const { samples } = await import('#core/model/samples/index')
      const lines = samples.map(({ id, title, description }) => [`sample:${id}`, `${title}. ${description}`] as const)
      terminal.out(facts(terminal, lines))
    })
}

export function addProfiles(program: Command, { terminal }: CommandContext): void {
  program
    .command('profiles')
    .description('engines and versions whose rules Convscope knows')
    .action(async () => {
      const { PROFILES } = await import('#core/planning/engines/index')
      const lines = PROFILES.map(
        ({ traits: { id, label, instructionSets } }) =>
          [id, `${english(label)}: ${instructionSets.join(', ')}`] as const,
      )
      terminal.out(facts(terminal, lines))
    })
}

export function addSchema(program: Command, { terminal }: CommandContext): void {
  program
    .command('schema')
    .description('JSON Schema of saved documents (“plan --json”, “run --json”, “export”)')
    .action(async () => {
      const { documentJsonSchema } = await import('#core/document/json-schema')
      terminal.out(json(documentJsonSchema()))
    })
}
