// SPDX-License-Identifier: Apache-2.0
import type { ReactNode } from 'react'
import { Swatch } from './Swatch'

interface TooltipRowProps {
  readonly colour?: string
  readonly label: string
  readonly children: ReactNode
}

/** One figure in a chart's tooltip. */
export function TooltipRow({ colour, label, children }: TooltipRowProps) {
  return (
    <div className="ui-tooltip-row">
      {colour === undefined ? null : <Swatch colour={colour} />}
      <span>{label}</span>
      <span className="ui-number">{children}</span>
    </div>
  )
}
