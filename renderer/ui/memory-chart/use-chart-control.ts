// SPDX-License-Identifier: Apache-2.0
import { type KeyboardEvent, type PointerEvent, useCallback, useEffect, useRef, useState } from 'react'
import { panned, type View, zoomed } from '../../lib/timeline/view-rows'
import { type Axis, fromPixel, type Plot, SHORTEST, toPixel } from './geometry'

interface ChartControlProps {
  readonly axis: Axis
  readonly whole: View
  readonly plot: Plot
  readonly view: View
  /** null shows everything, also what is still to come. */
  readonly onView: (view: View | null) => void
  readonly onRange: (range: View | null) => void
  /** What is selected, whose ends can be dragged. */
  readonly range: View | null
  /** Above the plot the pointer takes the playhead to a value of the axis; absent: there is none. */
  readonly onSeek?: ((x: number) => void) | undefined
}

const ZOOM_STEP = 1.35
const PAN_SHARE = 0.15
/** A shorter drag is a click, in pixels. */
const DRAG = 4

/** From so near the pointer takes the end of a range, in pixels. */
const REACH = 5

/**
 * Wheel and W, S zoom; A, D and a sideways wheel pan; a drag selects a range, or moves an end of it; a click and R take it
 * away; F shows it, or everything; Escape undoes all.
 */
export function useChartControl({ axis, whole, plot, view, onView, onRange, range, onSeek }: ChartControlProps) {
  const [pointer, setPointer] = useState<number | null>(null)
  const [dragged, setDragged] = useState<View | null>(null)
  const [grip, setGrip] = useState<'range' | 'playhead' | null>(null)
  const seeking = useRef(false)
  const start = useRef<number | null>(null)
  const element = useRef<HTMLDivElement>(null)

  const show = (next: View) => onView(next.from <= whole.from && next.to >= whole.to ? null : next)
  const zoom = (factor: number, pixel: number | null) => {
    const anchor = pixel === null ? 0.5 : Math.max(0, Math.min(1, (pixel - plot.left) / plot.width))
    show(zoomed(view, whole, factor, anchor, SHORTEST[axis]))
  }
  const pan = (share: number) => show(panned(view, whole, share))

  const reset = () => {
    onRange(null)
    onView(null)
  }

  // React listens to wheels passively: a page that scrolls cannot be kept from it there.
  const wheel = useRef((_event: WheelEvent) => {})
  wheel.current = (event) => {
    event.preventDefault()
    const sideways = event.shiftKey ? event.deltaY : event.deltaX
    if (sideways !== 0) pan(Math.sign(sideways) * PAN_SHARE)
    else zoom(event.deltaY > 0 ? ZOOM_STEP : 1 / ZOOM_STEP, pixelOf(event, element.current))
  }
  useEffect(() => {
    const target = element.current
    const listen = (event: WheelEvent) => wheel.current(event)
    target?.addEventListener('wheel', listen, { passive: false })
    return () => target?.removeEventListener('wheel', listen)
  }, [])

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const act = ACTS[event.key.length === 1 ? event.key.toLowerCase() : event.key]
    if (act === undefined) return
    event.preventDefault()
    event.stopPropagation()
    act({
      zoom: (factor) => zoom(factor, pointer),
      pan,
      reset,
      showRange: () => (range === null ? onView(null) : show(range)),
      clear: () => onRange(null),
    })
  }
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    const pixel = pixelOf(event.nativeEvent, element.current)
    seeking.current = isAbovePlot(event)
    if (seeking.current) onSeek?.(fromPixel(plot, view, pixel))
    // An end that is dragged goes with the pointer, and the other one stays.
    else start.current = endUnder(pixel)?.other ?? pixel
  }
  const isAbovePlot = (event: { readonly clientY: number }) =>
    onSeek !== undefined && event.clientY - (element.current?.getBoundingClientRect().top ?? 0) < plot.top
  const endUnder = (pixel: number) => {
    if (range === null) return null
    const [from, to] = [toPixel(plot, view, range.from), toPixel(plot, view, range.to)]
    if (Math.abs(pixel - to) <= REACH) return { other: from }
    return Math.abs(pixel - from) <= REACH ? { other: to } : null
  }
  const onPointerMove = (event: PointerEvent) => {
    const pixel = pixelOf(event.nativeEvent, element.current)
    setPointer(pixel)
    if (seeking.current) return onSeek?.(fromPixel(plot, view, pixel))
    if (start.current === null) setGrip(isAbovePlot(event) ? 'playhead' : endUnder(pixel) === null ? null : 'range')
    if (start.current !== null && Math.abs(pixel - start.current) >= DRAG) setDragged(rangeTo(pixel))
  }
  const onPointerUp = (event: PointerEvent) => {
    seeking.current = false
    if (start.current === null) return
    const pixel = pixelOf(event.nativeEvent, element.current)
    const wide = Math.abs(pixel - start.current) >= DRAG
    onRange(wide ? rangeTo(pixel) : null)
    start.current = null
    setDragged(null)
  }
  const rangeTo = (pixel: number): View => {
    const [a, b] = [fromPixel(plot, view, start.current ?? pixel), fromPixel(plot, view, pixel)]
    return { from: Math.min(a, b), to: Math.max(a, b) }
  }
  const onPointerCancel = () => {
    seeking.current = false
    start.current = null
    setDragged(null)
  }

  return {
    ref: useCallback((found: HTMLDivElement | null) => {
      element.current = found
    }, []),
    pointer,
    dragged,
    /** What the pointer would take here. */
    grip,
    handlers: {
      onKeyDown,
      onPointerDown,
      onPointerMove,
      onPointerUp,
      onPointerCancel,
      onPointerLeave: () => setPointer(null),
      onDoubleClick: () => onView(null),
    },
  }
}

interface Acts {
  zoom(factor: number): void
  pan(share: number): void
  reset(): void
  showRange(): void
  clear(): void
}

const ACTS: Readonly<Record<string, (acts: Acts) => void>> = {
  w: ({ zoom }) => zoom(1 / ZOOM_STEP),
  s: ({ zoom }) => zoom(ZOOM_STEP),
  a: ({ pan }) => pan(-PAN_SHARE),
  d: ({ pan }) => pan(PAN_SHARE),
  ArrowLeft: ({ pan }) => pan(-PAN_SHARE),
  ArrowRight: ({ pan }) => pan(PAN_SHARE),
  f: ({ showRange }) => showRange(),
  r: ({ clear }) => clear(),
  Escape: ({ reset }) => reset(),
}

/** Horizontal pixel within the element. */
function pixelOf(event: { readonly clientX: number }, element: Element | null): number {
  return event.clientX - (element?.getBoundingClientRect().left ?? 0)
}
