// SPDX-License-Identifier: Apache-2.0
import type { ReactNode } from 'react'
import { Origin, type OriginKind } from './Origin'

interface HeadingProps {
  readonly children: ReactNode
  readonly origin?: OriginKind
}

/** Heading of a group of figures, with where they come from. */
export function Heading({ children, origin }: HeadingProps) {
  return (
    <h2 className="ui-heading">
      {children}
      {origin === undefined ? null : <Origin kind={origin} />}
    </h2>
  )
}
