// SPDX-License-Identifier: Apache-2.0
import { Progress } from '@mantine/core'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { t } from '../i18n'
import { type ProgressPoint, timeLeft } from './time-left'

export interface TaskProgressProps {
  /** What is being done. */
  readonly children: ReactNode
  /** The same for those who do not see the bar. */
  readonly label: string
  /** 0..1; null while it is not known. */
  readonly fraction: number | null
  /** Phases go at paces of their own: the time left is estimated from where this one began. */
  readonly phase?: string
  /** Nothing is estimated, as while it is being cancelled. */
  readonly ending?: boolean
}

/** From then on the time that has passed is told where what is left cannot be, in milliseconds. */
const TOLD_AFTER = 1000
const TICK = 500

/** Something that takes longer than a moment: how far it is, and how long it will take or has taken. */
export function TaskProgress({ children, label, fraction, phase = '', ending = false }: TaskProgressProps) {
  const now = useNow()
  const began = useRef(now)
  const since = useRef<{ readonly phase: string; readonly point: ProgressPoint } | null>(null)
  const point = { at: now, fraction: fraction ?? 0 }
  if (fraction !== null && since.current?.phase !== phase) since.current = { phase, point }
  const left = fraction === null || since.current === null || ending ? null : timeLeft(since.current.point, point)
  const passed = now - began.current
  const percent = Math.round(100 * (fraction ?? 0))
  return (
    <div className="ui-task">
      <span className="ui-number">
        {children}
        {fraction === null ? null : ` · ${percent} %`}
        {left !== null ? (
          <span data-testid="time-left"> · {t('common:progress.left', { time: timeText(left) })}</span>
        ) : passed < TOLD_AFTER || ending ? null : (
          <span data-testid="time-passed"> · {t('common:progress.passed', { time: timeText(passed) })}</span>
        )}
      </span>
      <Progress
        size="sm"
        value={fraction === null ? 100 : percent}
        animated={fraction === null}
        striped={fraction === null}
        aria-label={label}
      />
    </div>
  )
}

/** Epoch milliseconds, now and then. */
function useNow(): number {
  const [, setTick] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setTick((tick) => tick + 1), TICK)
    return () => clearInterval(timer)
  }, [])
  return Date.now()
}

function timeText(milliseconds: number): string {
  const seconds = Math.max(1, Math.ceil(milliseconds / 1000))
  return seconds < 60
    ? t('common:progress.seconds', { count: seconds })
    : t('common:progress.minutes', {
        minutes: Math.floor(seconds / 60),
        seconds: String(seconds % 60).padStart(2, '0'),
      })
}
