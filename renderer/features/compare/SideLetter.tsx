// SPDX-License-Identifier: Apache-2.0
interface SideLetterProps {
  readonly letter: string
  /** The side that is looked at. */
  readonly chosen?: boolean
}

export function SideLetter({ letter, chosen = letter !== 'A' }: SideLetterProps) {
  return (
    <span className="compare-letter" data-side={letter === 'A' ? 'a' : chosen ? 'chosen' : 'other'}>
      {letter}
    </span>
  )
}
