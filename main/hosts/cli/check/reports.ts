// SPDX-License-Identifier: Apache-2.0
import reports from 'junit-report-builder'
import { printable } from '#messages/visible'
import { signedText, sizeText } from '../describe'
import { table } from '../table'
import type { Terminal } from '../terminal'
import type { Finding, OffendingLayer } from './judge'

/** What was checked, for reports. */
export interface Subject {
  readonly fileName: string
  readonly configuration: string
  /** As it was named on the command line. */
  readonly path: string
  /** What is worth knowing of the figures, one sentence each, as “plan” tells it. */
  readonly notes: readonly string[]
}

/** The layers of a finding; where there is a baseline, with what they gained. */
export function offendersTable(terminal: Terminal, layers: readonly OffendingLayer[]): string {
  const compared = layers.some(({ baseline }) => baseline !== null)
  const change = ({ algorithm, baseline }: OffendingLayer) =>
    baseline === null || baseline.algorithm === algorithm ? algorithm : `${baseline.algorithm} → ${algorithm}`
  return table(
    terminal,
    [
      { title: 'Layer', shrinks: true },
      { title: 'Algorithm' },
      { title: 'Packed', align: 'right' },
      ...(compared ? [{ title: 'grown by', align: 'right' } as const] : []),
      { title: 'Workspace', align: 'right' },
      ...(compared ? [{ title: 'grown by', align: 'right' } as const] : []),
    ],
    layers.map((layer) => [
      printable(layer.name),
      change(layer),
      sizeText(layer.packedWeightBytes),
      ...(compared ? [signedText(layer.baseline?.packedWeightDelta ?? 0)] : []),
      sizeText(layer.workspaceBytes),
      ...(compared ? [signedText(layer.baseline?.workspaceDelta ?? 0)] : []),
    ]),
  )
}

/** JUnit's XML as continuous-integration servers read it: a test case a limit, each with the notes as its output. */
export function junit({ fileName, configuration, notes }: Subject, findings: readonly Finding[]): string {
  const builder = reports.newBuilder()
  const suite = builder.testSuite().name(printable(`Memory of ${fileName}`))
  for (const { limit, passed, message, layers } of findings) {
    const testCase = suite.testCase().className(printable(configuration)).name(limit)
    testCase.standardOutput([...(passed ? [message] : []), ...notes].map(printable).join('\n'))
    if (!passed) testCase.failure(printable(message)).stacktrace(layers.map(layerLine).join('\n'))
  }
  return `${builder.build()}\n`
}

/** A layer in one line. */
export function layerLine({ name, algorithm, packedWeightBytes, workspaceBytes, baseline }: OffendingLayer): string {
  const now = `${printable(name)}: ${algorithm}, packed ${sizeText(packedWeightBytes)}, workspace ${sizeText(workspaceBytes)}`
  if (baseline === null) return now
  const { packedWeightDelta, workspaceDelta } = baseline
  return `${now} (was ${baseline.algorithm}; ${signedText(packedWeightDelta)}, ${signedText(workspaceDelta)})`
}
