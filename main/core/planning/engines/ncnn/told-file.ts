// SPDX-License-Identifier: Apache-2.0
import type { ToldLayer } from '#core/planning/engine-setup'

/** A layer's line: type, name, counts of inputs and outputs, their names, parameters. */
const LAYER = /^(\s*\S+\s+)(\S+)(\s+\d+\s+\d+\s.*)$/s
/** Beside text in quotation marks, in which anything may stand. */
const MASK = /(\s)31=\d+(?=\s|$)/

/**
 * The text of a .param with the feature mask of every layer named, as "31=64"; all else stays as it is, byte by byte. null
 * where the text has no line for one of them, as for a layer whose name stands several times.
 */
export function withMasks(text: string, layers: readonly ToldLayer[]): string | null {
  const told = new Map(layers.map((layer) => [layer.name, layer.told]))
  const met = new Set<string>()
  let twice = false
  const lines = text.split('\n').map((line) => {
    const [, type = '', name = '', rest = ''] = LAYER.exec(line) ?? []
    const mask = told.get(name)
    if (mask === undefined || mask === '') return line
    twice ||= met.has(name)
    met.add(name)
    const end = /\s*$/.exec(rest)?.[0] ?? ''
    const parameters = rest.slice(0, rest.length - end.length)
    const changed = MASK.test(parameters) ? parameters.replace(MASK, `$1${mask}`) : `${parameters} ${mask}`
    return `${type}${name}${changed}${end}`
  })
  const wanted = layers.filter((layer) => layer.told !== '').length
  return twice || met.size < wanted ? null : lines.join('\n')
}
