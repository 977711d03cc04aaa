// SPDX-License-Identifier: Apache-2.0
import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { Listing } from '#contract/browser'
import { t } from '../i18n'
import { formatBytes } from '../lib/bytes'

interface FileChooserProps {
  readonly title: string
  readonly listing: Listing
  look(folder: string): void
  choose(path: string | null): void
}

/** The server's folders, as a dialog: the page cannot open the system's for another machine. */
export function FileChooser({ title, listing, look, choose }: FileChooserProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [path, setPath] = useState('')
  const { folder, parent, folders, files } = listing
  const within = (name: string) => `${folder.replace(/\/$/, '')}/${name}`
  useEffect(() => dialog.current?.showModal(), [])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (path.trim() !== '') choose(path.trim())
  }
  return (
    <dialog ref={dialog} className="chooser" aria-label={title} data-testid="chooser" onClose={() => choose(null)}>
      <form onSubmit={submit}>
        <h2>{title}</h2>
        <input
          aria-label={t('browser:chooser.path')}
          data-testid="chooser-path"
          spellCheck={false}
          placeholder={folder}
          value={path}
          onChange={(event) => setPath(event.target.value)}
        />
        <ul key={folder}>
          {parent === null ? null : (
            <li>
              <button type="button" onClick={() => look(parent)}>
                ↑ {t('browser:chooser.up')}
              </button>
            </li>
          )}
          {folders.map((name) => (
            <li key={`${name}/`}>
              <button type="button" onClick={() => look(within(name))}>
                {name}/
              </button>
            </li>
          ))}
          {files.map(({ name, bytes }) => (
            <li key={name}>
              <button type="button" onClick={() => choose(within(name))}>
                <span>{name}</span>
                <small>{formatBytes(bytes)}</small>
              </button>
            </li>
          ))}
        </ul>
        {folders.length + files.length === 0 ? <p>{t('browser:chooser.empty')}</p> : null}
        <footer>
          <button type="button" onClick={() => choose(null)}>
            {t('browser:chooser.cancel')}
          </button>
          <button type="submit" className="chooser-open" disabled={path.trim() === ''}>
            {t('browser:chooser.open')}
          </button>
        </footer>
      </form>
    </dialog>
  )
}
