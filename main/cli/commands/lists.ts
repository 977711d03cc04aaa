import type { Command } from 'commander'
import { samples } from '../../model/samples'
import { PROFILES } from '../../planning/profiles'
import type { CommandContext } from '../session'
import { facts } from '../table'

/** The two lists that a command line takes names from. */
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
          PROFILES.map(({ traits: { id, label, instructionSets } }) => [id, `${label}: ${instructionSets.join(', ')}`]),
        ),
      )
    })
}
