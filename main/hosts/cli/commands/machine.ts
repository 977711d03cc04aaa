// SPDX-License-Identifier: Apache-2.0
import { type Command, Option } from 'commander'
import type { Machine } from '#contract/machine'
import { machineSteps } from '#core/machine/machine-file'
import { finish } from '#core/planning/steps'
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
    .addOption(new Option('--json', 'for programs'))
    .action(({ again, json: asJson }: MachineOptions) => {
      const engine = orFail(loadTimedEngine(appRoot, dataFolder))
      const machine = finish(machineSteps(engine, dataFolder, again === true))
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
      arithmetic.map((each) => [ISA_NAMES[each.isa], rate(each.rate)]),
    ),
    '\n',
    table(
      terminal,
      [{ title: 'Reading from' }, right('Through'), right('GB/s, one thread'), right('All threads')],
      reading.map(({ level, bytes, one, all }) => [level, size(bytes), rate(one), rate(all)]),
    ),
  ].join('')
}
