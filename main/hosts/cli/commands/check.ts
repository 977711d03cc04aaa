// SPDX-License-Identifier: Apache-2.0
import { type Command, Option } from 'commander'
import type { Entry } from '#contract/document'
import { saidOf } from '#core/comparison/gaps'
import { english } from '#messages/say'
import { printable } from '#messages/visible'
import { type Checked, CONDITIONS, type Condition, notCompared, parseConditions } from '../check/conditions'
import { currentModel } from '../check/current'
import { githubAnnotations, markdownSummary } from '../check/github'
import { judge, type Limits } from '../check/judge'
import { junit, offendersTable, type Subject } from '../check/reports'
import { addConfigurationOptions, type ConfigurationOptions } from '../configuration-options'
import { configurationText } from '../describe'
import { loadEntry } from '../entries'
import { EXIT, type ExitCode, usageError } from '../exit'
import { parseGrowth, parseSize } from '../figures'
import { addModelOptions, type InputShape } from '../model-options'
import { append, deliver, json } from '../output'
import type { CommandContext } from '../session'
import { addRunOptions, type RunChoice } from './run'

interface CheckOptions extends ConfigurationOptions, RunChoice, Limits {
  readonly inputShape: readonly InputShape[]
  readonly baseline?: string
  readonly accept?: readonly Condition[]
  readonly measured?: boolean
  readonly junit?: string
  readonly github?: boolean
  readonly summary?: string
  readonly json?: boolean
}

const HELP = `
What the baseline was saved with (memory mode, threads, instruction set, input shapes …) is taken from it; options say
what differs. Limits hold for the modelled total, which needs no run and is the same on every machine; with --measured
for the peak that a run measured.
Sizes: 500MB is 500,000,000 bytes, 500MiB is 524,288,000.

A figure within its limit does not pass where it is not that of the accepted model, or not all of it. --accept lets pass
by name, as in --accept inputs,operations:
  sizes, inputs, operations, weights  the model has others than the baseline’s
  assumed-sizes                       the file leaves dimensions open, and neither -s nor a baseline gives them
  missing-weights                     the weights are not there
  unknown                             something is unknown or left out: the total is a lower bound

Examples:
  convscope check model.mnn --profile mnn-2.8.1 --max-peak 500MB
  convscope plan model.mnn --profile mnn-1.0.1 --memory low --json > accepted.json
  convscope check model.mnn --baseline accepted.json --profile mnn-3.6.1 --max-growth 5% --junit memory.xml`

/** `end` is told the exit code: a limit that is exceeded is a result, not a failure. */
export function addCheck(program: Command, context: CommandContext, end: (code: ExitCode) => void): void {
  const command = program
    .command('check')
    .description('a gate for continuous integration: exit 1 where a limit is exceeded')
  addRunOptions(addConfigurationOptions(addModelOptions(command)))
    .addOption(new Option('--max-peak <size>', 'most memory').argParser(parseSize))
    .addOption(
      new Option('--max-growth <growth>', 'most that the total may exceed the baseline’s: 5% or 20MB').argParser(
        parseGrowth,
      ),
    )
    .addOption(
      new Option('--max-rss <size>', 'largest resident set; implies --measured')
        .argParser(parseSize)
        .implies({ measured: true }),
    )
    .option('--baseline <saved>', 'a saved document, or SAVED.json#LABEL')
    .addOption(
      new Option('--accept <what>', `what to let pass, separated by commas: ${CONDITIONS.join(', ')}`).argParser(
        parseConditions,
      ),
    )
    .option('--measured', 'run the model, and hold the measured peak against the limits')
    .option('--junit <file>', 'write the result as JUnit XML')
    .option('--github', 'print the result as GitHub annotations')
    .option('--summary <file>', 'append the result as Markdown, such as to $GITHUB_STEP_SUMMARY')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', HELP)
    .action(async (model: string, options: CheckOptions) => {
      end(await check(context, model, options))
    })
}

async function check(context: CommandContext, model: string, options: CheckOptions): Promise<ExitCode> {
  const { terminal } = context
  const { maxPeak, maxGrowth, maxRss } = options
  if (maxPeak === undefined && maxGrowth === undefined && maxRss === undefined) {
    throw usageError('There is nothing to check.', 'Give --max-peak, --max-growth or --max-rss.')
  }
  if ((maxGrowth === undefined) !== (options.baseline === undefined)) {
    throw usageError('--max-growth and --baseline go together: growth is relative to a saved document.')
  }
  const baseline = options.baseline === undefined ? null : await loadEntry(context, options.baseline)
  const current = await currentModel(context, model, options, baseline)
  const source = options.measured === true ? 'measured' : 'modelled'
  const findings = judge(current, baseline, options, source, options.accept ?? [])
  const passed = findings.every((finding) => finding.passed)

  const configuration = configurationText(current.entry.configuration)
  const subject: Subject = {
    fileName: current.model.fileName,
    configuration,
    path: model,
    notes: notesOf(current, baseline),
  }
  if (options.junit !== undefined) await deliver(context, options.junit, junit(subject, findings))
  if (options.summary !== undefined) await append(context, options.summary, markdownSummary(subject, findings))
  if (options.json === true) terminal.out(json({ passed, ...subject, findings }))
  else if (options.github === true) terminal.out(githubAnnotations(subject, findings))
  else {
    terminal.out(`${terminal.colours.bold(printable(subject.fileName))} under ${configuration}\n`)
    if (baseline !== null) terminal.out(`Baseline: ${configurationText(baseline.entry.configuration)}\n`)
    for (const finding of findings) {
      const mark = finding.passed ? terminal.colours.green('pass') : terminal.colours.red('FAIL')
      terminal.out(`\n${mark}  ${printable(finding.message)}\n`)
      if (finding.layers.length > 0) terminal.out(`\n${offendersTable(terminal, finding.layers)}`)
    }
    if (subject.notes.length > 0) terminal.out('\n')
    for (const note of subject.notes) terminal.out(`${terminal.colours.dim(printable(note))}\n`)
  }
  return passed ? EXIT.done : EXIT.limitExceeded
}

/** As “plan” tells them, and what of the baseline could not be compared. */
function notesOf(current: Checked, baseline: Entry | null): readonly string[] {
  const compared = notCompared(current, baseline)
  const [warnings, notes] = [current.model.warnings ?? [], saidOf(current)]
  const said = [...notes.slice(0, warnings.length).map(english), ...current.lints]
  return [...(compared === null ? [] : [compared]), ...said, ...notes.slice(warnings.length).map(english)]
}
