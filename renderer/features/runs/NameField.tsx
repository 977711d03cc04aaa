// SPDX-License-Identifier: Apache-2.0
import { useRef, useState } from 'react'
import { t } from '../../i18n'

interface NameFieldProps {
  readonly name: string
  /** What stands there while it has no name. */
  readonly fallback: string
  readonly onName: (name: string) => void
}

/** A name that becomes editable when pressed; Enter keeps it, Escape does not. */
export function NameField({ name, fallback, onName }: NameFieldProps) {
  const [draft, setDraft] = useState<string | null>(null)
  /** The name has been left by a key: the keyboard goes on where it was. */
  const byKey = useRef(false)
  if (draft === null) {
    return (
      <button
        type="button"
        ref={(button) => {
          if (byKey.current) button?.focus()
          byKey.current = false
        }}
        className="ui-link runs-name"
        title={t('runs:rename')}
        data-testid="history-name"
        onClick={() => setDraft(name)}
      >
        {name === '' ? fallback : name}
      </button>
    )
  }
  const finish = (keep: boolean) => {
    if (keep && draft.trim() !== name) onName(draft.trim())
    setDraft(null)
  }
  return (
    <input
      className="runs-input"
      // biome-ignore lint/a11y/noAutofocus: it stands where the user has just pressed
      autoFocus
      maxLength={120}
      placeholder={fallback}
      aria-label={t('runs:rename')}
      data-testid="history-name-input"
      value={draft}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={() => finish(true)}
      onKeyDown={(event) => {
        event.stopPropagation()
        byKey.current = event.key === 'Enter' || event.key === 'Escape'
        if (!byKey.current) return
        // It would press the name, which has the cursor then.
        event.preventDefault()
        finish(event.key === 'Enter')
      }}
    />
  )
}
