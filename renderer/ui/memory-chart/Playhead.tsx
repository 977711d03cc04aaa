// SPDX-License-Identifier: Apache-2.0
import type { Plot } from './geometry'

/** The moment that is looked at: a line over the plot, with a handle above it. */
export function Playhead({ plot, pixel }: { readonly plot: Plot; readonly pixel: number }) {
  if (pixel < plot.left - 1 || pixel > plot.left + plot.width + 1) return null
  return (
    <div
      className="memory-chart-playhead"
      data-testid="playhead"
      style={{ transform: `translateX(${pixel}px)`, height: plot.top + plot.height }}
    />
  )
}
