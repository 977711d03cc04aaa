// SPDX-License-Identifier: Apache-2.0
interface SizeBarProps {
  /** null: not known, which has no bar. */
  readonly value: number | null
  readonly largest: number
  readonly colour: string
}

/** How a figure compares with the largest of its kind. */
export function SizeBar({ value, largest, colour }: SizeBarProps) {
  if (value === null) return null
  const percent = largest > 0 ? Math.min(100, (value / largest) * 100) : 0
  return (
    <span className="ui-sizebar" aria-hidden="true">
      <span style={{ width: `${value > 0 ? Math.max(percent, 2) : 0}%`, background: colour }} />
    </span>
  )
}
