// SPDX-License-Identifier: Apache-2.0
import type { Command } from 'commander'
import { documentJsonSchema } from '#core/document/json-schema'
import { samples } from '#core/model/samples/index'
import { PROFILES } from '#core/planning/engines/index'
import { english } from '#messages/say'
import { json } from '../output'
import type { CommandContext } from '../session'
import { facts } from '../table'

/** The two lists that a command line takes names from, and what its documents look like. */
export function addLists(program: Command, { terminal }: CommandContext): void {
  program
    .command('samples')
    .description('models that Convscope builds itself')
    .action(() => {
      terminal.out(
        facts(
          terminal,
          samples.map(({ id, title, description }) => [`sample:${id}`, `${title}. ${description}`]),
        ),
      )
    })
  program
    .command('profiles')
    .description('engines and versions whose rules Convscope knows')
    .action(() => {
      terminal.out(
        facts(
          terminal,
          PROFILES.map(({ traits: { id, label, instructionSets } }) => [
            id,
            `${english(label)}: ${instructionSets.join(', ')}`,
          ]),
        ),
      )
    })
  program
    .command('schema')
    .description('JSON Schema of saved documents (“plan --json”, “run --json”, “export”)')
    .action(() => terminal.out(json(documentJsonSchema())))
}
