// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState } from 'react'

/** How often the place of what is pointed at is looked up: panels move, and appear late. In milliseconds. */
const LOOK_EVERY = 200

/** Where the first element of a selector is on screen; null while there is none. */
export function useTarget(selector: string): DOMRect | null {
  const [place, setPlace] = useState<DOMRect | null>(null)
  useEffect(() => {
    let seen: Element | null = null
    const look = () => {
      const element = document.querySelector(selector)
      // Panels scroll: what is new is brought into view once.
      if (element !== null && element !== seen) element.scrollIntoView({ block: 'nearest' })
      seen = element
      const next = element?.getBoundingClientRect() ?? null
      setPlace((now) => (sameRect(now, next) ? now : next))
    }
    look()
    const timer = setInterval(look, LOOK_EVERY)
    return () => clearInterval(timer)
  }, [selector])
  return place
}

function sameRect(a: DOMRect | null, b: DOMRect | null): boolean {
  if (a === null || b === null) return a === b
  return a.left === b.left && a.top === b.top && a.width === b.width && a.height === b.height
}
