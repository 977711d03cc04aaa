// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState } from 'react'
import { actions } from '../store'

/**
 * A file that is held over the window is told of every 350 ms or sooner. Longer without a word it is gone: what was
 * below it may have left the page, and its leaving is never told then.
 */
const SILENCE_MS = 1000

/** Opens a file dropped anywhere in the window; true while one is held over it. */
export function useFileDrop(): boolean {
  const [dragging, setDragging] = useState(false)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const bringsFile = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false
    const end = () => {
      clearTimeout(timer)
      setDragging(false)
    }
    const over = (event: DragEvent) => {
      event.preventDefault()
      if (!bringsFile(event)) return
      setDragging(true)
      clearTimeout(timer)
      timer = setTimeout(end, SILENCE_MS)
    }
    const leave = (event: DragEvent) => {
      // To another element of the page it goes on.
      if (event.relatedTarget === null) end()
    }
    const drop = (event: DragEvent) => {
      event.preventDefault()
      end()
      const file = event.dataTransfer?.files[0]
      if (file !== undefined) void actions.openFile(file)
    }
    const leaving = new AbortController()
    const { signal } = leaving
    addEventListener('dragenter', over, { signal })
    addEventListener('dragleave', leave, { signal })
    addEventListener('dragover', over, { signal })
    addEventListener('drop', drop, { signal })
    return () => {
      end()
      leaving.abort()
    }
  }, [])
  return dragging
}
