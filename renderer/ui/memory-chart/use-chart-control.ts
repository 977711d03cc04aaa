// SPDX-License-Identifier: Apache-2.0
import { type KeyboardEvent, type PointerEvent, useCallback, useEffect, useRef, useState } from 'react'
import { panned, type View, zoomed } from '../../lib/timeline/view-rows'
import { type Axis, fromPixel, type Plot, SHORTEST } from './geometry'

interface ChartControlProps {
  readonly axis: Axis
  readonly whole: View
  readonly plot: Plot
  readonly view: View
  /** null shows everything, also what is still to come. */
  readonly onView: (view: View | null) => void
  readonly onRange: (range: View | null) => void
}

const ZOOM_STEP = 1.35
const PAN_SHARE = 0.15
/** A shorter drag is a click, in pixels. */
const DRAG = 4

/** Wheel and W, S zoom; A, D and a sideways wheel pan; a drag selects a range; a click and Escape undo. */
export function useChartControl({ axis, whole, plot, view, onView, onRange }: ChartControlProps) {
  const [pointer, setPointer] = useState<number | null>(null)
  const [dragged, setDragged] = useState<View | null>(null)
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
    act({ zoom: (factor) => zoom(factor, pointer), pan, reset })
  }
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    start.current = pixelOf(event.nativeEvent, element.current)
  }
  const onPointerMove = (event: PointerEvent) => {
    const pixel = pixelOf(event.nativeEvent, element.current)
    setPointer(pixel)
    if (start.current !== null && Math.abs(pixel - start.current) >= DRAG) setDragged(rangeTo(pixel))
  }
  const onPointerUp = (event: PointerEvent) => {
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
    start.current = null
    setDragged(null)
  }

  return {
    ref: useCallback((found: HTMLDivElement | null) => {
      element.current = found
    }, []),
    pointer,
    dragged,
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
}

const ACTS: Readonly<Record<string, (acts: Acts) => void>> = {
  w: ({ zoom }) => zoom(1 / ZOOM_STEP),
  s: ({ zoom }) => zoom(ZOOM_STEP),
  a: ({ pan }) => pan(-PAN_SHARE),
  d: ({ pan }) => pan(PAN_SHARE),
  ArrowLeft: ({ pan }) => pan(-PAN_SHARE),
  ArrowRight: ({ pan }) => pan(PAN_SHARE),
  Escape: ({ reset }) => reset(),
}

/** Horizontal pixel within the element. */
function pixelOf(event: { readonly clientX: number }, element: Element | null): number {
  return event.clientX - (element?.getBoundingClientRect().left ?? 0)
}
