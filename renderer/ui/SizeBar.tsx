// SPDX-License-Identifier: Apache-2.0
interface SizeBarProps {
  readonly value: number
  readonly largest: number
  readonly colour: string
}

/** How a figure compares with the largest of its kind. */
export function SizeBar({ value, largest, colour }: SizeBarProps) {
  const percent = largest > 0 ? Math.min(100, (value / largest) * 100) : 0
  return (
    <span className="ui-sizebar" aria-hidden="true">
      <span style={{ width: `${value > 0 ? Math.max(percent, 2) : 0}%`, background: colour }} />
    </span>
  )
}
