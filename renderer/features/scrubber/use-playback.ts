// SPDX-License-Identifier: Apache-2.0
import { useEffect } from 'react'
import { actions, useApp } from '../../store'

/** A whole run takes about so many seconds; of a long one no step is left out, of a short one none is too quick to see. */
const SECONDS = 12
const MOST_PER_SECOND = 60
const LEAST_PER_SECOND = 4

/** Moves the playhead with the clock of the screen while it plays. */
export function usePlayback(): void {
  const playing = useApp((state) => state.playing)
  const count = useApp((state) => state.plan?.steps.length ?? 0)
  useEffect(() => {
    if (!playing || count === 0) return
    const perSecond = Math.max(LEAST_PER_SECOND, Math.min(MOST_PER_SECOND, count / SECONDS))
    let before: number | null = null
    let passed = 0
    let frame = requestAnimationFrame(function tick(now) {
      passed += before === null ? 0 : ((now - before) / 1000) * perSecond
      before = now
      const whole = Math.floor(passed)
      passed -= whole
      if (whole > 0) actions.advance(whole)
      frame = requestAnimationFrame(tick)
    })
    return () => cancelAnimationFrame(frame)
  }, [playing, count])
}
