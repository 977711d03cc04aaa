// SPDX-License-Identifier: Apache-2.0
import { type Command, Option } from 'commander'
import type { AttachBatch, AttachReport, ProcessSummary } from '#contract/attach'
import { attach } from '#core/attach/attachment'
import { csvText } from '#core/export/csv'
import { duration, size } from '#messages/figures'
import { shortened } from '#messages/plain-text'
import { printable } from '#messages/visible'
import { addConfigurationOptions, type ConfigurationOptions, configurationChoice } from '../configuration-options'
import { configurationText } from '../describe'
import { orFail } from '../exit'
import { parseCount } from '../figures'
import { addShapeOption, type InputShape } from '../model-options'
import { addFormatOptions, deliver, type Format, json } from '../output'
import { type CommandContext, openSession } from '../session'
import { facts, table } from '../table'

interface AttachCommandOptions extends ConfigurationOptions {
  readonly interval: number
  readonly model?: string
  readonly inputShape: readonly InputShape[]
  readonly output?: string
  readonly format: Format
}

const CLIP = 100
const MOST_PROCESSES = 20

const HELP = `
The program’s own output goes where it always goes, the report to standard error, or to a file with --output.
With --model the plan’s modelled figures stand beside what the system reports. The exit code is the program’s own.
Processes that it starts are followed; one that comes and goes between two samples is not seen.

Examples:
  convscope attach -- ./MNNV2Basic.out model.mnn 10 0 0 4
  convscope attach --model model.mnn --profile mnn-2.8.1 --memory low -- python3 infer.py
  convscope attach --csv --output memory.csv -- ./benchmark`

/** `end` is told the program's exit code. */
export function addAttach(program: Command, context: CommandContext, end: (code: number) => void): void {
  const command = program
    .command('attach')
    .description('starts any program and samples its memory, to hold the model against a real engine (Linux)')
    .argument('<command...>', 'program and arguments, after --')
  addConfigurationOptions(addFormatOptions(addShapeOption(command)))
    .addOption(new Option('--interval <ms>', 'between two samples').default(5).argParser(parseCount(1, 1000)))
    .addOption(new Option('--model <model>', 'whose plan to put beside it'))
    .addOption(new Option('-o, --output <file>', 'where to save the report'))
    .addHelpText('after', HELP)
    .action(async (words: readonly string[], options: AttachCommandOptions) => {
      end(await attachTo(context, words, options))
    })
}

async function attachTo(
  context: CommandContext,
  command: readonly string[],
  options: AttachCommandOptions,
): Promise<number> {
  const planned = options.model === undefined ? null : await plannedFigures(context, options.model, options)
  const batches: AttachBatch[] = []
  const request = { command, intervalMs: options.interval }
  const attached = orFail(
    attach('attached', request, {
      folder: context.folder,
      stdio: 'inherit',
      samples: (batch) => batches.push(batch),
    }),
  )
  context.signal.addEventListener('abort', attached.stop, { once: true })
  const end = await attached.end
  if (end.outcome === 'failed') return orFail({ ok: false, problem: end.problem })
  const { report } = end
  const text =
    options.format === 'json'
      ? json({ ...report, planned, samples: batches.flatMap(rows) })
      : options.format === 'csv'
        ? csvText([COLUMNS, ...batches.flatMap((batch) => rows(batch).map((row) => COLUMNS.map((key) => row[key])))])
        : summary(context, report, planned)
  if (options.output === undefined && options.format === 'table') context.terminal.err(text)
  else await deliver(context, options.output, text)
  return report.exitCode ?? SIGNALLED
}

/** As shells report a program that a signal ended, without its number. */
const SIGNALLED = 128

interface PlannedFigures {
  readonly configuration: string
  readonly totalBytes: number
}

async function plannedFigures(
  context: CommandContext,
  model: string,
  options: AttachCommandOptions,
): Promise<PlannedFigures> {
  const session = await openSession(context, model, options.inputShape)
  const { configuration, totalBytes } = await session.plan(session.configuration(configurationChoice(options)))
  return { configuration: configurationText(configuration), totalBytes }
}

const COLUMNS = ['time_ns', 'pid', 'rss_bytes', 'file_bytes', 'pss_bytes', 'private_bytes'] as const
type Row = Readonly<Record<(typeof COLUMNS)[number], number | null>>

function rows({ timeNs, pid, rssBytes, fileBytes, pssBytes, privateBytes }: AttachBatch): Row[] {
  const known = (value: number | undefined) => (value === undefined || Number.isNaN(value) ? null : value)
  return Array.from(timeNs, (time, at) => ({
    time_ns: time,
    pid: pid[at] ?? 0,
    rss_bytes: known(rssBytes[at]),
    file_bytes: known(fileBytes[at]),
    pss_bytes: known(pssBytes[at]),
    private_bytes: known(privateBytes[at]),
  }))
}

function summary({ terminal }: CommandContext, report: AttachReport, planned: PlannedFigures | null): string {
  const known = (value: number | null) => (value === null ? '' : size(value))
  const tellsGpu = report.peakGpuBytes !== null
  const row = ({
    pid,
    command,
    samples,
    peak,
    kernelPeakRssBytes,
    peakPssBytes,
    peakPrivateBytes,
    peakGpuBytes,
  }: ProcessSummary) => [
    String(pid),
    shortened(printable(command), CLIP),
    size(peak.rssBytes),
    known(kernelPeakRssBytes),
    known(peakPssBytes),
    known(peakPrivateBytes),
    ...(tellsGpu ? [known(peakGpuBytes)] : []),
    size(peak.fileBytes),
    String(samples),
  ]
  // A shell script starts hundreds: the program itself, and those that held most.
  const [program, ...started] = report.processes
  const largest = [...started].sort((a, b) => b.peak.rssBytes - a.peak.rssBytes)
  const shown = [...(program === undefined ? [] : [program]), ...largest].slice(0, MOST_PROCESSES)
  const hidden = report.processes.length - shown.length
  const ending = report.signal === null ? `exit code ${report.exitCode}` : `ended by ${report.signal}`
  return [
    '\n',
    table(
      terminal,
      [
        { title: 'PID', align: 'right' },
        { title: 'Process', shrinks: true },
        { title: 'Peak RSS', align: 'right' },
        { title: 'by kernel', align: 'right' },
        { title: 'PSS', align: 'right' },
        { title: 'private', align: 'right' },
        ...(tellsGpu ? [{ title: 'GPU', align: 'right' as const }] : []),
        { title: 'file-backed', align: 'right' },
        { title: 'Samples', align: 'right' },
      ],
      shown.map(row),
    ),
    ...(hidden === 0 ? [] : [`and ${hidden} smaller ${hidden === 1 ? 'process' : 'processes'} (--json has all)\n`]),
    '\n',
    facts(terminal, [
      ['Peak resident set', `${size(report.peakRssBytes)}, all processes at one moment`],
      ['GPU memory', gpuText(report.peakGpuBytes)],
      ['Duration', `${duration(report.durationNs)}, ${ending}`],
      ...(planned === null
        ? []
        : [
            ['Modelled total', `${size(planned.totalBytes)} under ${planned.configuration}`] as const,
            ['Not modelled', notModelled(report.peakRssBytes - planned.totalBytes)] as const,
          ]),
    ]),
  ].join('')
}

/** What drivers of GPUs held: known to those that say so, by process or descriptor. */
function gpuText(bytes: number | null): string {
  if (bytes === null) return 'no driver tells of any (drm counters in /proc/PID/fdinfo, KGSL)'
  return `${size(bytes)} at most, as the driver counts, the processes added up`
}

/** What the program holds beside the session: itself, its libraries, its own data. */
function notModelled(difference: number): string {
  if (difference < 0)
    return `${size(-difference)} less than modelled are resident: pages not touched, or another setting`
  return `${size(difference)}: the program, its libraries, its own data`
}
