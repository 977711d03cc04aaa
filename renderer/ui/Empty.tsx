// SPDX-License-Identifier: Apache-2.0
import type { ReactNode } from 'react'

interface EmptyProps {
  readonly title: string
  readonly children: ReactNode
  /** What takes the next step. */
  readonly action?: ReactNode
}

/** What a panel shows while it has nothing to show: what would be here and how to get it. */
export function Empty({ title, children, action }: EmptyProps) {
  return (
    <div className="ui-empty">
      <strong>{title}</strong>
      <p>{children}</p>
      {action}
    </div>
  )
}
