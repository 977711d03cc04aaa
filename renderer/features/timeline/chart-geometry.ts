import type { View } from '../../lib/view-rows'

// Where things are in the chart, in pixels of its box: the frame (recharts), the areas and the pointer agree on it.

export const MARGIN = { top: 18, right: 18, bottom: 0, left: 8 }
export const Y_AXIS_WIDTH = 66
export const X_AXIS_HEIGHT = 24

/** Shortest view: so many nanoseconds, or layers. */
export const SHORTEST_VIEW = { time: 1000, layers: 3 }

export interface Plot {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

export function plotOf(width: number, height: number): Plot {
  const left = MARGIN.left + Y_AXIS_WIDTH
  return {
    left,
    top: MARGIN.top,
    width: Math.max(1, width - left - MARGIN.right),
    height: Math.max(1, height - MARGIN.top - MARGIN.bottom - X_AXIS_HEIGHT),
  }
}

/** Pixel of a value of the horizontal axis. */
export function toPixel(plot: Plot, view: View, x: number): number {
  return plot.left + ((x - view.from) / (view.to - view.from)) * plot.width
}

/** Value under a pixel, kept within the view. */
export function fromPixel(plot: Plot, view: View, pixel: number): number {
  const share = Math.max(0, Math.min(1, (pixel - plot.left) / plot.width))
  return view.from + share * (view.to - view.from)
}
