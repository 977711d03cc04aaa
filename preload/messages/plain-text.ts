// SPDX-License-Identifier: Apache-2.0
import { printable } from './visible'

/** Names come from files, which may put anything into them. */

/** The beginning and the end, which tell layers of one network apart. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text
  const tail = Math.floor((most - 1) / 2)
  return `${text.slice(0, most - 1 - tail)}…${text.slice(text.length - tail)}`
}

const LONGEST_TITLE = 80
const titles = new WeakMap<readonly Named[], readonly string[]>()

interface Named {
  readonly name: string
}

/**
 * What nodes go by, on one line and no longer than that holds, each another: of several with one name the later ones
 * have a number ("conv #2"), and one without a name has its place ("#12", from 0).
 */
export function layerTitles(nodes: readonly Named[]): readonly string[] {
  const known = titles.get(nodes)
  if (known !== undefined) return known
  const plain = nodes.map(({ name }, id) => shortened(printable(name), LONGEST_TITLE).trim() || `#${id}`)
  const taken = new Set(plain)
  const counts = new Map<string, number>()
  const made = plain.map((title) => {
    let count = (counts.get(title) ?? 0) + 1
    while (count > 1 && taken.has(`${title} #${count}`)) count += 1
    counts.set(title, count)
    if (count === 1) return title
    taken.add(`${title} #${count}`)
    return `${title} #${count}`
  })
  titles.set(nodes, made)
  return made
}
