// SPDX-License-Identifier: Apache-2.0
const NAMES: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  // A plus parts the keys of a combination.
  Plus: '+',
  Minus: '−',
  shift: 'Shift',
  alt: 'Alt',
}
const MAC_NAMES: Readonly<Record<string, string>> = { shift: '⇧', alt: '⌥', Backspace: '⌫', Enter: '↩' }

interface KeysProps {
  /** "mod+shift+P" */
  readonly combination: string
  readonly mac: boolean
}

/** A key combination as it is printed on the keyboard. */
export function Keys({ combination, mac }: KeysProps) {
  return (
    <span className="ui-keys">
      {combination.split('+').map((key) => (
        <kbd key={key}>{key === 'mod' ? (mac ? '⌘' : 'Ctrl') : (mac && MAC_NAMES[key]) || NAMES[key] || key}</kbd>
      ))}
    </span>
  )
}
