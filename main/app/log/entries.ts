// SPDX-License-Identifier: Apache-2.0
import type { Result } from '#contract/errors'
import type { ModelView } from '#contract/model'
import type { Plan } from '#contract/plan'
import type { RunEnd, RunId } from '#contract/timeline'
import type { Engine } from '#core/inference/binding'
import type { Log } from './log'

/** Which program has started, on what. */
export function noteStart(log: Log, program: string, version: string): void {
  const { node, electron, chrome } = process.versions
  log.note('start', { program, version, system: `${process.platform}-${process.arch}`, node, electron, chrome })
}

export function noteEngine(log: Log, engine: Result<Engine>): void {
  if (engine.ok) log.note('engine loaded', { isas: engine.value.executableIsas.join(',') })
  else log.problem('no engine', engine.problem)
}

export function noteModel(log: Log, { fileName: file, format, fileBytes: bytes, nodes }: ModelView): void {
  log.note('model opened', { file, format, bytes, nodes: nodes.length })
}

export function noteRun(log: Log, run: RunId, { configuration: { profile, threads, isa, settings } }: Plan): void {
  log.note('run started', { run, profile, threads, isa, settings: JSON.stringify(settings) })
}

export function noteRunEnd(log: Log, end: RunEnd): void {
  const { runId: run, outcome } = end
  if (end.outcome === 'failed') log.problem(`run failed run=${run}`, end.problem)
  else if (end.outcome === 'cancelled') log.note('run ended', { run, outcome })
  else log.note('run ended', { run, outcome, ns: end.report.durationNs, peakBytes: end.report.peakTrackedBytes })
}
