// SPDX-License-Identifier: Apache-2.0
import type { Step } from '#contract/releases'

/** Where the text of a step stands, in pixels: its first line's baseline, the second one below. */
export interface StepLabel {
  readonly step: Step
  readonly lines: readonly [string, string]
  readonly x: number
  readonly y: number
  readonly anchor: 'start' | 'end'
}

interface Plot {
  readonly left: number
  readonly right: number
  /** Pixels of the left edge of a release, and of a size. */
  x(index: number): number
  y(bytes: number): number
}

export const LINE_HEIGHT = 13
/** Of an average character at the size of labels, in pixels. */
const CHARACTER = 6.3
const WIDE_CHARACTER = 11.5
const GAP = 6
/** Changes below this share of the highest total have no text. */
const WORTH_SAYING = 0.02

/**
 * Texts of the steps that stand out, beside each: of a rise to its left, of a fall to its right, where there is nothing but
 * background. One that would lie over the text of a larger step, or leave the plot, is left out.
 */
export function stepLabels(
  steps: readonly Step[],
  say: (step: Step) => readonly [string, string],
  plot: Plot,
): StepLabel[] {
  const most = Math.max(0, ...steps.flatMap(({ before, release }) => [before.totalBytes, release.totalBytes]))
  const placed: { readonly label: StepLabel; readonly box: Box }[] = []
  for (const step of [...steps].sort((a, b) => Math.abs(b.bytes) - Math.abs(a.bytes))) {
    if (Math.abs(step.bytes) < WORTH_SAYING * most) break
    const lines = say(step)
    const label: StepLabel = { step, lines, ...placeOf(step, plot) }
    const box = boxOf(label)
    const fits = box.left >= plot.left && box.right <= plot.right
    if (fits && !placed.some((other) => overlaps(other.box, box))) placed.push({ label, box })
  }
  return placed.map(({ label }) => label)
}

function placeOf({ index, before, release, bytes }: Step, { x, y }: Plot): Pick<StepLabel, 'x' | 'y' | 'anchor'> {
  const [high, low] = [before.totalBytes, release.totalBytes].map(y).sort((a, b) => a - b) as [number, number]
  // Beside the edge where it is high enough for both lines, else above the lower level.
  const roomy = low - high >= 2 * LINE_HEIGHT + 8
  const top = roomy ? high + LINE_HEIGHT + 3 : low - LINE_HEIGHT - GAP
  return bytes > 0 ? { x: x(index) - GAP, y: top, anchor: 'end' } : { x: x(index) + GAP, y: top, anchor: 'start' }
}

interface Box {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

function boxOf({ lines, x, y, anchor }: StepLabel): Box {
  const width = Math.max(...lines.map(widthOf))
  const left = anchor === 'start' ? x : x - width
  return { left, right: left + width, top: y - LINE_HEIGHT, bottom: y + LINE_HEIGHT + 3 }
}

function widthOf(text: string): number {
  return [...text].reduce((sum, character) => sum + (character > '\u2e80' ? WIDE_CHARACTER : CHARACTER), 0)
}

function overlaps(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
}
