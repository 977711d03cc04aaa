// SPDX-License-Identifier: Apache-2.0
import { t } from '../../i18n'
import { QUERY_KEYS } from '../../lib/layers/query'
import { actions } from '../../store'

/** The query language by examples, which can be taken. */
const EXAMPLES = [
  ['algo:winograd', 'algorithm'],
  ['ws:>5MB', 'size'],
  ['k:3x3', 'kernel'],
  ['changed:yes', 'flag'],
  ['/^.*conv\\d+$/', 'regex'],
  ['-op:conv', 'exclude'],
] as const

export function QueryHelp() {
  return (
    <div className="search-help">
      {EXAMPLES.map(([example, meaning]) => (
        <button key={example} type="button" onClick={() => actions.setQuery(example)}>
          <code>{example}</code>
          <span className="ui-muted">{t(`search:help.${meaning}`)}</span>
        </button>
      ))}
      <p className="ui-muted">{t('search:keys', { keys: QUERY_KEYS.join(', ') })}</p>
    </div>
  )
}
