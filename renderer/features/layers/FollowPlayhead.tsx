// SPDX-License-Identifier: Apache-2.0
import { type RefObject, useEffect } from 'react'
import type { LayerRow } from '../../lib/layers/rows'
import { useApp } from '../../store'

interface FollowPlayheadProps {
  readonly rows: readonly { readonly original: LayerRow }[]
  readonly scroller: RefObject<HTMLElement | null>
}

export const ROW_HEIGHT = 26
export const HEAD_HEIGHT = 36

/**
 * Keeps in sight the playhead's row, or where its node has none the last before it, and marks that with a line. It draws no
 * row anew.
 */
export function FollowPlayhead({ rows, scroller }: FollowPlayheadProps) {
  const playhead = useApp((state) => state.playhead)
  const at = playhead === null ? -1 : rowBefore(rows, playhead)
  useEffect(() => {
    const box = scroller.current
    if (box === null || at < 0) return
    // Head and totals stick over the first and last row in sight.
    const [top, bottom] = [at * ROW_HEIGHT, (at + 1) * ROW_HEIGHT + HEAD_HEIGHT + ROW_HEIGHT]
    if (top < box.scrollTop) box.scrollTop = top
    else if (bottom > box.scrollTop + box.clientHeight) box.scrollTop = bottom - box.clientHeight / 2
  }, [at, scroller])
  if (at < 0) return null
  const top = HEAD_HEIGHT + (at + 1) * ROW_HEIGHT
  return <div className="layers-playhead" data-testid="layers-playhead" style={{ top }} />
}

function rowBefore(rows: FollowPlayheadProps['rows'], playhead: number): number {
  let found = -1
  for (const [index, { original }] of rows.entries()) {
    const { id } = original.node
    if (id <= playhead && (found < 0 || id > (rows[found]?.original.node.id ?? -1))) found = index
  }
  return found
}
