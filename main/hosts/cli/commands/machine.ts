// SPDX-License-Identifier: Apache-2.0
import { type Command, Option } from 'commander'
import type { Machine } from '#contract/machine'
import { machineSteps } from '#core/machine/machine-file'
import { finish } from '#core/planning/steps'
import { USUAL_MACHINE } from '#core/planning/time/default-machine'
import { loadTimedEngine } from '#core/timed-engine'
import { size } from '#messages/figures'
import { ISA_NAMES } from '#messages/terms'
import { orFail } from '../exit'
import { json } from '../output'
import type { CommandContext } from '../session'
import { facts, table } from '../table'
import type { Terminal } from '../terminal'

interface MachineOptions {
  readonly again?: boolean
  readonly json?: boolean
  readonly usual?: boolean
}

/** What this machine can do at most. */
export function addMachine(program: Command, context: CommandContext): void {
  const { terminal, appRoot, dataFolder } = context
  program
    .command('machine')
    .description(
      'what this machine can do at most: arithmetic by instruction set, reading from caches and memory (measured)',
    )
    .option('--again', 'measure again instead of telling what was measured before')
    .addOption(
      new Option('--usual', 'the usual machine in its place, which times of other engines are modelled for').conflicts(
        'again',
      ),
    )
    .addOption(new Option('--json', 'for programs, and for --times-for'))
    .action(({ again, json: asJson, usual }: MachineOptions) => {
      const measured = () =>
        finish(machineSteps(orFail(loadTimedEngine(appRoot, dataFolder)), dataFolder, again === true))
      const machine = usual === true ? USUAL_MACHINE : measured()
      terminal.out(asJson === true ? json(machine) : machineText(terminal, machine))
    })
}

function machineText(terminal: Terminal, { processor, threads, arithmetic, reading }: Machine): string {
  const rate = (perNanosecond: number) => perNanosecond.toFixed(1)
  const right = (title: string) => ({ title, align: 'right' as const })
  return [
    facts(terminal, [
      ['Processor', processor],
      ['Threads', `${threads}`],
    ]),
    '\n',
    table(
      terminal,
      [{ title: 'Arithmetic of one thread' }, right('GFLOP/s')],
      arithmetic.flatMap((each) => [
        [ISA_NAMES[each.isa], rate(each.rate)],
        ...(each.bfloat16 === undefined ? [] : [[`${ISA_NAMES[each.isa]}, bfloat16`, rate(each.bfloat16)]]),
        ...(each.tiles === undefined ? [] : [[`${ISA_NAMES[each.isa]}, bfloat16 (AMX)`, rate(each.tiles)]]),
      ]),
    ),
    '\n',
    table(
      terminal,
      [{ title: 'Reading from' }, right('Through'), right('GB/s, one thread'), right('All threads')],
      reading.map(({ level, bytes, one, all }) => [level, size(bytes), rate(one), rate(all)]),
    ),
  ].join('')
}
