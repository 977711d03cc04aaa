// SPDX-License-Identifier: Apache-2.0
import './side-letter.css'

interface SideLetterProps {
  readonly letter: string
  /** The side that is looked at. */
  readonly chosen?: boolean
}

/** The letter that a side of the comparison goes by. */
export function SideLetter({ letter, chosen = letter !== 'A' }: SideLetterProps) {
  return (
    <span className="ui-letter" data-side={letter === 'A' ? 'a' : chosen ? 'chosen' : 'other'}>
      {letter}
    </span>
  )
}
