// SPDX-License-Identifier: Apache-2.0
import { type KeyboardEvent, type RefObject, useEffect, useRef } from 'react'

interface RowKeysParts {
  readonly scroller: RefObject<HTMLElement | null>
  readonly count: number
  /** Index of the selected row, -1 without one. */
  readonly selected: number
  /** Rows that are in the page. */
  readonly indices: readonly number[]
  /** Selects a row, which brings it into the page. */
  go(index: number): void
}

interface RowKeys {
  readonly tabIndex: 0 | -1
  readonly 'aria-rowindex': number
  onKeyDown(event: KeyboardEvent): void
}

/** Makes a table's rows one stop for Tab: arrows, Home and End go from row to row, and the focus goes with them. */
export function useRowKeys({ scroller, count, selected, indices, go }: RowKeysParts): (index: number) => RowKeys {
  const stop = indices.includes(selected) ? selected : (indices[0] ?? -1)
  const moved = useRef(false)
  useEffect(() => {
    if (!moved.current) return
    // Scrolled to, it may be in the page only in a later pass.
    const row = scroller.current?.querySelector<HTMLElement>(`[aria-rowindex="${selected + 1}"]`)
    if (row == null) return
    moved.current = false
    row.focus({ preventScroll: true })
  })
  return (index) => ({
    tabIndex: index === stop ? 0 : -1,
    'aria-rowindex': index + 1,
    onKeyDown(event) {
      if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
      const target = targetOf(event.key, index, count)
      if (target === null) return
      event.preventDefault()
      moved.current = target !== index
      go(target)
    },
  })
}

function targetOf(key: string, index: number, count: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return Math.min(count - 1, index + 1)
    case 'ArrowUp':
      return Math.max(0, index - 1)
    case 'Home':
      return 0
    case 'End':
      return count - 1
    case 'Enter':
      return index
    default:
      return null
  }
}
