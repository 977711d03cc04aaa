// SPDX-License-Identifier: Apache-2.0
import type { Placed } from '#contract/arena'
import type { Decision } from '#contract/plan'
import { algorithmColour, categoryColour } from '../../lib/palette'

/** An accent over the surface, so that text on it stays readable. */
interface PlacedColour {
  /** A custom property as CSS refers to it. */
  readonly fill: string
  readonly opacity: number
}

/** Tensors have the colour of activations, workspaces that of the algorithm which needs them. */
export function placedColour(
  { kind, node }: Pick<Placed, 'kind' | 'node'>,
  decisions: ReadonlyMap<number, Decision>,
): PlacedColour {
  if (kind !== 'workspace') return { fill: categoryColour('activations'), opacity: kind === 'tensor' ? 0.62 : 0.34 }
  const algorithm = node === null ? null : (decisions.get(node)?.algorithm ?? null)
  return { fill: algorithm === null ? categoryColour('workspace') : algorithmColour(algorithm), opacity: 0.55 }
}

/** What custom properties stand for now. */
export type Inks = (reference: string) => string

export function inksOf(element: Element): Inks {
  const style = getComputedStyle(element)
  const known = new Map<string, string>()
  return (reference) => {
    const ink = known.get(reference) ?? style.getPropertyValue(reference.replace(/^var\((.*)\)$/, '$1')).trim()
    known.set(reference, ink)
    return ink
  }
}
