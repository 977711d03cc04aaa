// SPDX-License-Identifier: Apache-2.0
import { Command, CommanderError, Help, type Option } from 'commander'
import { noteStart } from '#app/log/entries'
import { english } from '#messages/say'
import { printable } from '#messages/visible'
import { commandsFor } from './commands/index'
import { CommandFailure, EXIT } from './exit'
import type { CommandContext } from './session'
import { guarded } from './terminal'

const EXAMPLES = `
Examples:
  convscope plan model.mnn --profile mnn-2.8.1 --memory low
  convscope plan sample:iresnet100 --explain Conv_4
  convscope compare model.mnn mnn-1.0.1,memory=low mnn-2.8.1,memory=low
  convscope run model.onnx --profile convscope --threads 4 --json > run.json
  convscope check model.mnn --baseline accepted.json --profile mnn-3.6.1 --max-growth 5%
  convscope serve models/ --port 8080

Exit codes: 0 done, 1 a limit of “check” is exceeded, 2 wrong command line,
3 a file, model, plan or run failed, 130 interrupted.`

/** More choices than this are left to completion, and to what describes the option. */
const MOST_CHOICES = 20

function optionDescription(option: Option): string {
  const { argChoices, description } = option
  const isLong = argChoices !== undefined && argChoices.length > MOST_CHOICES
  return isLong ? description : new Help().optionDescription(option)
}

/** With one member that is known only once the command line is read. */
type Settable<T, K extends keyof T> = Omit<T, K> & { -readonly [key in K]: T[key] }

/** Executes one command line (without the interpreter and the script) and answers the exit code. */
export async function execute(args: readonly string[], given: CommandContext): Promise<number> {
  const context: Settable<CommandContext, 'timesFor'> = { ...given, terminal: guarded(given.terminal) }
  const { terminal, log } = context
  let code: number = EXIT.done
  const program = new Command('convscope')
  program
    .description('Which convolution algorithm each layer of a neural network gets, what it costs in memory, and why.')
    .version(context.appVersion)
    .exitOverride()
    .showHelpAfterError('Run with --help for the options.')
    .configureHelp({ optionDescription })
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err })
    .addHelpText('after', EXAMPLES)
  program.hook('preAction', async (_program, command) => {
    noteStart(log, command.name(), context.appVersion)
    const options = command.opts<{ readonly timesFor?: string }>()
    if (options.timesFor === undefined) return
    // It needs the engine, which few commands do.
    const { machineNamed } = await import('./machine-named')
    context.timesFor = await machineNamed(options.timesFor, context)
  })
  const conclude = (result: number) => {
    code = result
  }
  for (const add of await commandsFor(args)) add(program, context, conclude)
  try {
    await program.parseAsync([...args], { from: 'user' })
    return code
  } catch (error) {
    // Help and version end that way too, with exit code 0.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage
    if (!(error instanceof CommandFailure)) throw error
    if (error.exitCode === EXIT.failed) log.problem('command failed', error.problem)
    terminal.err(`${terminal.colours.red('convscope:')} ${printable(english(error.problem.message))}\n`)
    if (error.problem.hint !== undefined) terminal.err(`${printable(english(error.problem.hint))}\n`)
    return error.exitCode
  }
}
