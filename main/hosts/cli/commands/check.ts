// SPDX-License-Identifier: Apache-2.0
import { type Command, Option } from 'commander'
import { type Configuration, fittingSettings } from '#contract/configuration'
import type { Entry } from '#contract/document'
import { profileOf } from '#core/planning/engines/index'
import { githubAnnotations, markdownSummary } from '../check/github'
import { judge, type Limits } from '../check/judge'
import { junit, offendersTable, type Subject } from '../check/reports'
import {
  addConfigurationOptions,
  type ConfigurationChoice,
  type ConfigurationOptions,
  configurationChoice,
  withChoice,
} from '../configuration-options'
import { configurationText } from '../describe'
import { entryOf, isSaved, loadEntry } from '../entries'
import { EXIT, type ExitCode, usageError } from '../exit'
import { parseGrowth, parseSize } from '../figures'
import { addModelOptions, type InputShape } from '../model-options'
import { append, deliver, json } from '../output'
import { type CommandContext, openSession } from '../session'
import { printable } from '../table'
import { addRunOptions, type RunChoice, runOptions } from './run'

interface CheckOptions extends ConfigurationOptions, RunChoice, Limits {
  readonly inputShape: readonly InputShape[]
  readonly baseline?: string
  readonly measured?: boolean
  readonly junit?: string
  readonly github?: boolean
  readonly summary?: string
  readonly json?: boolean
}

const HELP = `
What the baseline was saved with (memory mode, threads, instruction set, input shapes …) is taken from it; options say
what differs. Without --measured the peak is the modelled total, which needs no run and is the same on every machine.
Sizes: 500MB is 500,000,000 bytes, 500MiB is 524,288,000.

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
      new Option('--max-growth <growth>', 'most that the peak may exceed the baseline’s: 5% or 20MB').argParser(
        parseGrowth,
      ),
    )
    .addOption(
      new Option('--max-rss <size>', 'largest resident set; implies --measured')
        .argParser(parseSize)
        .implies({ measured: true }),
    )
    .option('--baseline <saved>', 'a saved document, or SAVED.json#LABEL')
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
  const current = await currentEntry(context, model, options, baseline)
  const source = options.measured === true ? 'measured' : 'modelled'
  const findings = judge(current, baseline, options, source)
  const passed = findings.every((finding) => finding.passed)

  const configuration = configurationText(current.entry.configuration)
  const subject: Subject = { fileName: current.model.fileName, configuration, path: model }
  if (options.junit !== undefined) await deliver(context, options.junit, junit(subject, findings))
  if (options.summary !== undefined) await append(context, options.summary, markdownSummary(subject, findings))
  if (options.json === true) terminal.out(json({ passed, ...subject, findings }))
  else if (options.github === true) terminal.out(githubAnnotations(subject, findings))
  else {
    terminal.out(`${terminal.colours.bold(printable(subject.fileName))} under ${configuration}\n`)
    if (baseline !== null) terminal.out(`Baseline: ${configurationText(baseline.entry.configuration)}\n`)
    for (const finding of findings) {
      const mark = finding.passed ? terminal.colours.green('pass') : terminal.colours.red('FAIL')
      terminal.out(`\n${mark}  ${finding.message}\n`)
      if (finding.layers.length > 0) terminal.out(`\n${offendersTable(terminal, finding.layers)}`)
    }
  }
  return passed ? EXIT.done : EXIT.limitExceeded
}

/** What is checked: a saved document as it is, or a model under the baseline's configuration and the options. */
async function currentEntry(
  context: CommandContext,
  model: string,
  options: CheckOptions,
  baseline: Entry | null,
): Promise<Entry> {
  if (isSaved(model)) return loadEntry(context, model)
  const given = configurationChoice(options)
  const shapes = options.inputShape.length > 0 || baseline === null ? options.inputShape : shapesOf(baseline)
  const session = await openSession(context, model, shapes)
  const configuration = session.configuration(
    baseline === null ? given : onBaseline(baseline.entry.configuration, given),
  )
  const plan = session.plan(configuration)
  const run = options.measured === true ? await session.run(configuration, runOptions(context, options)) : undefined
  return entryOf(session, plan, run)
}

function shapesOf({ model }: Entry): readonly InputShape[] {
  return model.inputs.map(({ name, dims }) => ({ input: name, dims }))
}

/** The baseline's configuration with what is given in its place; another profile keeps of its settings what it has. */
function onBaseline(baseline: Configuration, given: ConfigurationChoice): ConfigurationChoice {
  const { profile = baseline.profile, isa = baseline.isa } = given
  const declared = profileOf(profile)?.traits.settings ?? []
  const settings = fittingSettings(declared, { isa, settings: baseline.settings })
  return withChoice({ ...baseline, settings }, given)
}
