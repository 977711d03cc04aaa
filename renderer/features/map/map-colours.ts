// SPDX-License-Identifier: Apache-2.0
import { algorithmColour, categoryColour } from '../../lib/palette'
import type { MapPart } from './memory-map'

/** An accent, laid over the panel's surface so that text on it stays readable. */
export interface PartColour {
  readonly fill: string
  readonly opacity: number
}

const ACCENT = 0.34
const QUIET = 0.5

export function partColour({ kind, group, algorithm }: MapPart): PartColour {
  if (algorithm !== null) return { fill: algorithmColour(algorithm), opacity: ACCENT }
  if (kind === 'tensor') return { fill: categoryColour('activations'), opacity: QUIET }
  if (kind === 'gaps') return { fill: 'var(--line)', opacity: QUIET }
  if (kind === 'workspace') return { fill: categoryColour('workspace'), opacity: QUIET }
  if (kind === 'whole' && group !== 'pool') return { fill: categoryColour(group), opacity: QUIET }
  return { fill: 'var(--line-strong)', opacity: QUIET }
}
