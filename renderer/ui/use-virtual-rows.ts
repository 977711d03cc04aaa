// SPDX-License-Identifier: Apache-2.0
import { useVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useEffect, useRef } from 'react'

const OVERSCAN = 12

export interface VirtualRows {
  readonly scroller: RefObject<HTMLDivElement | null>
  /** Indices of the rows to put into the page. */
  readonly indices: readonly number[]
  /** Heights of the spacers that stand for the rows left out. */
  readonly above: number
  readonly below: number
}

/**
 * Rows of equal height of which only those in sight are in the page; `reveal` is kept in sight when
 * it changes, clear of a head and foot that stick and are `sticky` pixels high together. They begin scrolled to `top`.
 */
export function useVirtualRows(count: number, rowHeight: number, reveal: number, sticky = 0, top = 0): VirtualRows {
  const scroller = useRef<HTMLDivElement>(null)
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN,
    initialOffset: top,
    // The head moves the rows down as much as it hides of them.
    scrollPaddingEnd: sticky,
  })
  useEffect(() => {
    if (reveal >= 0) virtualizer.scrollToIndex(reveal, { align: 'auto' })
  }, [reveal, virtualizer])
  const items = virtualizer.getVirtualItems()
  return {
    scroller,
    indices: items.map((item) => item.index),
    above: items[0]?.start ?? 0,
    below: virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0),
  }
}
