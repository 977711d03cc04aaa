// SPDX-License-Identifier: Apache-2.0

/** What file systems and shells refuse, or read as something else. */
const UNFIT = /[\\/:*?"<>|\p{Cc}]+/gu
const LONGEST = 120

/**
 * What an exported file is called, without its extension: the model, then what tells its sides apart ("iresnet100 MNN 1.0.1 vs
 * MNN 2.8.1 report"). `sides`: each configuration in words; one alone is told whole, of many only how many there are.
 */
export function exportName(modelFile: string, sides: readonly (readonly string[])[], what = ''): string {
  const model = modelFile.replace(/(?!^)\.[^.]*$/, '')
  const parts = [model.slice(0, LONGEST / 2), sidesName(sides), what].filter((part) => part !== '')
  return parts.join(' ').replace(UNFIT, '-').slice(0, LONGEST).trim()
}

function sidesName(sides: readonly (readonly string[])[]): string {
  const [a, b, ...more] = sides
  if (a === undefined) return ''
  if (b === undefined) return a.join(' ')
  if (more.length > 0) return `${sides.length} sides`
  const only = (words: readonly string[], others: readonly string[]) =>
    words.filter((word) => !others.includes(word)).join(' ')
  const [justA, justB] = [only(a, b), only(b, a)]
  return justA === '' && justB === '' ? a.join(' ') : [justA, justB].filter((words) => words !== '').join(' vs ')
}
