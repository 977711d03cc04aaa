// SPDX-License-Identifier: Apache-2.0
import { fail } from './rule'

/** An equation for operands of known rank: a number for every letter, and for every dim of an ellipsis. */
export interface ParsedEinsum {
  readonly terms: readonly (readonly number[])[]
  readonly output: readonly number[]
  readonly dims: readonly number[]
}

/** Labels of an ellipsis come after those of the letters: the last dim is the first of them. */
const ELLIPSIS = 52
const MAX_LABELS = 64

/** "bij, bjk -> bik", "...ii -> ...i"; without an arrow, what is named once, in alphabetical order. */
export function parseEinsum(equation: string, operands: readonly (readonly number[])[]): ParsedEinsum {
  const [left = '', right] = equation.replaceAll(' ', '').split('->')
  const texts = left.split(',')
  if (texts.length !== operands.length) {
    fail({ id: 'shape.equationTerms', equation, terms: texts.length, inputs: operands.length })
  }
  const terms = texts.map((text, i) => labelsOf(text, operands[i]?.length ?? 0))
  const sizes = new Map<number, number>()
  for (const [i, term] of terms.entries()) {
    for (const [axis, label] of term.entries()) {
      const [size, held = 1] = [operands[i]?.[axis] ?? 1, sizes.get(label)]
      if (size !== 1 && held !== 1 && size !== held) {
        fail({ id: 'shape.equationInputs', equation, inputs: operands })
      }
      sizes.set(label, Math.max(size, held))
    }
  }
  const spread = [...sizes.keys()].filter((label) => label >= ELLIPSIS).length
  const output = right === undefined ? implied(terms) : labelsOf(right, letters(right) + spread)
  if (new Set(output).size !== output.length || output.some((label) => !sizes.has(label))) {
    fail({ id: 'shape.equationOutput', equation })
  }
  return { terms, output, dims: output.map((label) => sizes.get(label) ?? 1) }
}

function letters(text: string): number {
  return text.replace('...', '').length
}

function labelsOf(text: string, rank: number): readonly number[] {
  const [before = '', after] = text.split('...')
  const named = [before, after ?? ''].map((part) => [...part].map(letterLabel)) as [number[], number[]]
  const spread = rank - letters(text)
  if (spread < 0 || (after === undefined && spread > 0) || ELLIPSIS + spread > MAX_LABELS) {
    fail({ id: 'shape.equationTerm', term: text, rank })
  }
  const between = Array.from({ length: spread }, (_, i) => ELLIPSIS + spread - 1 - i)
  return [...named[0], ...between, ...named[1]]
}

function letterLabel(letter: string): number {
  const at = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'.indexOf(letter)
  return at < 0 ? fail({ id: 'shape.equationLabel', label: letter }) : at
}

/** The dims of the ellipsis, then every letter that occurs once. */
function implied(terms: readonly (readonly number[])[]): readonly number[] {
  const all = terms.flat()
  const distinct = [...new Set(all)].sort((a, b) => a - b)
  const spread = distinct.filter((label) => label >= ELLIPSIS).reverse()
  const once = distinct.filter((label) => label < ELLIPSIS && all.filter((each) => each === label).length === 1)
  return [...spread, ...once]
}
