// SPDX-License-Identifier: Apache-2.0
import { CloseButton } from '@mantine/core'
import { t } from '../../i18n'
import { actions, useApp } from '../../store'

/** As many as fit without pushing the samples out of sight; the menu has all. */
const SHOWN = 5

/** Models opened before, the latest first. */
export function RecentFiles({ disabled }: { readonly disabled: boolean }) {
  const recent = useApp((state) => state.recent)
  if (recent.length === 0) return null
  return (
    <section aria-labelledby="open-recent-heading">
      <h2 className="ui-heading" id="open-recent-heading">
        {t('open:recent')}
      </h2>
      <ul className="open-recent">
        {recent.slice(0, SHOWN).map(({ path, fileName }) => (
          <li key={path}>
            <button
              type="button"
              disabled={disabled}
              data-testid="recent-file"
              onClick={() => void actions.openPath(path)}
            >
              <strong>{fileName}</strong>
              <span title={path}>{folderOf(path, fileName)}</span>
            </button>
            <CloseButton
              size="xs"
              aria-label={t('open:forget', { name: fileName })}
              onClick={() => void actions.forgetRecent(path)}
            />
          </li>
        ))}
      </ul>
    </section>
  )
}

function folderOf(path: string, fileName: string): string {
  return path.slice(0, -fileName.length - 1) || '/'
}
