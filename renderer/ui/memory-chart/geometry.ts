// SPDX-License-Identifier: Apache-2.0
import type { View } from '../../lib/timeline/view-rows'

// Where things are in a chart, in pixels of its box: the frame (recharts), what is drawn in it and the pointer agree on it.

export const MARGIN = { top: 18, right: 18, bottom: 0, left: 8 }
export const Y_AXIS_WIDTH = 66
export const X_AXIS_HEIGHT = 24

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

/** Shortest view: so many nanoseconds, or layers. */
export const SHORTEST = { time: 1000, layers: 3 }

/** What a chart's horizontal axis counts. */
export type Axis = keyof typeof SHORTEST

/** Pixel of a value of the horizontal axis. */
export function toPixel(plot: Plot, view: View, x: number): number {
  return plot.left + ((x - view.from) / (view.to - view.from)) * plot.width
}

/** Value under a pixel, kept within the view. */
export function fromPixel(plot: Plot, view: View, pixel: number): number {
  const share = Math.max(0, Math.min(1, (pixel - plot.left) / plot.width))
  return view.from + share * (view.to - view.from)
}

/** Steps of an axis that has room for them. */
const TICKS = 8

/** Round times: steps of 1, 2 or 5 times a power of ten nanoseconds. */
export function timeTicks({ from, to }: View): number[] {
  const raw = (to - from) / TICKS
  const power = 10 ** Math.floor(Math.log10(raw))
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= raw) ?? 10) * power
  const ticks: number[] = []
  for (let tick = Math.ceil(from / step); tick * step <= to; tick++) ticks.push(tick * step)
  return ticks
}

/** The node at work at a position of an axis of layers, counted from 0; -1 or undefined: none. */
export type NodeAt = (position: number) => number | undefined

interface LayerTick {
  readonly at: number
  /** As tables count layers, which is not its place on the axis: constants take no step. null: none is at work. */
  readonly layer: number | null
}

/** Middles of layers' bands. */
export function layerTicks({ from, to }: View, nodeAt: NodeAt): LayerTick[] {
  const step = Math.max(1, Math.ceil((to - from) / TICKS))
  const ticks: LayerTick[] = []
  for (let position = Math.ceil(from); position + 0.5 <= to; position += step) {
    const node = nodeAt(position)
    ticks.push({ at: position + 0.5, layer: node === undefined || node < 0 ? null : node + 1 })
  }
  return ticks
}
