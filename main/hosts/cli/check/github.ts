// SPDX-License-Identifier: Apache-2.0
import { printable } from '#messages/visible'
import { signedText, sizeText } from '../describe'
import { SAMPLE } from '../session'
import type { Finding, OffendingLayer } from './judge'
import { layerLine, type Subject } from './reports'

/** What a reviewer reads; --json and the table have all layers. */
const MOST_LAYERS = 10

/** Workflow commands that GitHub shows beside a change: an error for each limit that was exceeded. */
export function githubAnnotations({ path, configuration }: Subject, findings: readonly Finding[]): string {
  const place = path.startsWith(SAMPLE) ? '' : `file=${property(path)},`
  return findings
    .map(({ limit, passed, message, layers }) => {
      const title = `Convscope ${limit}: ${configuration}`
      const text = [message, ...layers.slice(0, MOST_LAYERS).map(layerLine), ...more(layers)].join('\n')
      return `::${passed ? 'notice' : 'error'} ${place}title=${property(title)}::${data(text)}\n`
    })
    .join('')
}

/** The result for people, in Markdown: a verdict a limit, a table of the layers that grew or hold most, and the notes. */
export function markdownSummary({ fileName, configuration, notes }: Subject, findings: readonly Finding[]): string {
  const parts = findings.flatMap(({ passed, message, layers }) => [
    `${passed ? '✅' : '❌'} ${escaped(message)}`,
    ...(layers.length === 0 ? [] : [layerTable(layers)]),
    ...more(layers),
  ])
  return `### Memory of ${escaped(fileName)}\n\n${escaped(configuration)}\n\n${[...parts, ...noteList(notes)].join('\n\n')}\n`
}

function layerTable(layers: readonly OffendingLayer[]): string {
  const rows = layers.slice(0, MOST_LAYERS).map(({ name, algorithm, packedWeightBytes, workspaceBytes, baseline }) => {
    const grown = (delta: number | null | undefined) => (delta === undefined ? '' : ` (${signedText(delta)})`)
    return [
      escaped(name),
      baseline === null || baseline.algorithm === algorithm ? algorithm : `${baseline.algorithm} → ${algorithm}`,
      `${sizeText(packedWeightBytes)}${grown(baseline?.packedWeightDelta)}`,
      `${sizeText(workspaceBytes)}${grown(baseline?.workspaceDelta)}`,
    ]
  })
  const lines = [['Layer', 'Algorithm', 'Packed weights', 'Workspace'], ['---', '---', '---:', '---:'], ...rows]
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function noteList(notes: readonly string[]): string[] {
  if (notes.length === 0) return []
  return [`<details><summary>Notes</summary>\n\n${notes.map((note) => `- ${escaped(note)}`).join('\n')}\n\n</details>`]
}

function more(layers: readonly OffendingLayer[]): string[] {
  return layers.length > MOST_LAYERS ? [`and ${layers.length - MOST_LAYERS} more layers`] : []
}

/** Names come from files: they are text, neither markup nor the end of a cell. */
function escaped(text: string): string {
  return printable(text).replace(/[\\`*_{}[\]<>()#+!|~]/g, '\\$&')
}

// https://docs.github.com/actions/reference/workflow-commands-for-github-actions: these would end the command.
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
