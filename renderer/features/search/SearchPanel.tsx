// SPDX-License-Identifier: Apache-2.0
import './search.css'
import { ActionIcon, TextInput } from '@mantine/core'
import { IconChevronDown, IconChevronUp, IconSearch, IconX } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { grouped } from '#messages/figures'
import { t } from '../../i18n'
import { actions, useApp } from '../../store'
import { selectMatches, selectMeasurement } from '../../store/selectors'
import type { AppState } from '../../store/state'
import { IconButton } from '../../ui/IconButton'
import { QueryHelp } from './QueryHelp'
import { SearchResults } from './SearchResults'

const DIRECTIONS = [
  ['previous', IconChevronUp],
  ['next', IconChevronDown],
] as const

/** Finds layers by text, expression or figures; lies on the graph, which shows what was found. */
export function SearchPanel() {
  const { open, query, focusRequest } = useApp((state) => state.search)
  return open ? <Search key="search" query={query} focusRequest={focusRequest} /> : null
}

function Search({ query, focusRequest }: { readonly query: string; readonly focusRequest: number }) {
  const matches = useApp(selectMatches)
  const field = useRef<HTMLInputElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each request is one to take the cursor
  useEffect(() => {
    field.current?.focus()
    field.current?.select()
  }, [focusRequest])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
      actions.goToMatch(event.shiftKey ? 'previous' : 'next')
    } else if (event.key === 'Escape') {
      actions.hideSearch()
      document.querySelector<HTMLElement>('.graph')?.focus()
    } else return
    event.preventDefault()
  }
  const missing = useApp((state) => missingFor(query, state))
  const none = matches === null || matches.nodes.length === 0
  return (
    // biome-ignore lint/a11y/useSemanticElements: the search element is too new for some runtimes
    <section className="search" role="search" data-testid="search" onKeyDown={onKeyDown}>
      <div className="search-bar">
        <TextInput
          ref={field}
          className="search-field"
          aria-label={t('search:title')}
          data-testid="search-field"
          placeholder={t('search:placeholder')}
          leftSection={<IconSearch size={14} />}
          value={query}
          onChange={(event) => actions.setQuery(event.currentTarget.value)}
        />
        <Count />
        {DIRECTIONS.map(([direction, Icon]) => (
          <IconButton
            key={direction}
            label={t(direction === 'next' ? 'search:next' : 'search:previous')}
            disabled={none}
            data-testid={`search-${direction}`}
            onClick={() => actions.goToMatch(direction)}
          >
            <Icon size={16} />
          </IconButton>
        ))}
        <ActionIcon aria-label={t('search:close')} onClick={actions.hideSearch}>
          <IconX size={16} />
        </ActionIcon>
      </div>
      {matches === null ? (
        <QueryHelp />
      ) : matches.problem !== null ? (
        <p className="search-problem" role="alert" data-testid="search-problem">
          {t(`search:problem.${matches.problem.expected}`, { term: matches.problem.term })}
        </p>
      ) : none ? (
        <p className="search-none">
          {t('search:none')} {missing === null ? null : t(`search:without.${missing}`)}
        </p>
      ) : (
        <SearchResults matches={matches} />
      )}
    </section>
  )
}

/** What there would have to be first for the query to find anything. */
function missingFor(query: string, state: AppState): 'baseline' | 'measurement' | null {
  if (/\bchanged:yes\b/i.test(query) && state.baseline === null) return 'baseline'
  return /\btime:/i.test(query) && selectMeasurement(state) === null ? 'measurement' : null
}

/** "3 / 41": which of the matches is selected. */
function Count() {
  const matches = useApp(selectMatches)
  const selected = useApp((state) => state.selected)
  if (matches === null || matches.nodes.length === 0) return null
  const at = selected === null ? -1 : matches.nodes.indexOf(selected)
  return (
    <span className="search-count ui-number ui-muted" data-testid="search-count" aria-live="polite">
      {at < 0 ? '' : `${grouped(at + 1)} / `}
      {grouped(matches.nodes.length)}
    </span>
  )
}
