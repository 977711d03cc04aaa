// SPDX-License-Identifier: Apache-2.0
import { useState } from 'react'
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
  if (draft === null) {
    return (
      <button
        type="button"
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
        if (event.key === 'Enter') finish(true)
        if (event.key === 'Escape') finish(false)
      }}
    />
  )
}
