// SPDX-License-Identifier: Apache-2.0
import { Popover } from '@mantine/core'
import { useState } from 'react'
import type { ModelView } from '#contract/model'
import { isUnknown, type Plan } from '#contract/plan'
import { layerTitles } from '#messages/plain-text'
import { say, t } from '../i18n'
import { actions } from '../store'

/** As many as one reads; the table of the map has them all. */
const SHOWN = 12

interface NotCountedProps {
  readonly model: ModelView
  readonly plan: Plan
}

/** How many nodes are in no figure, and which: each with why, a press shows it. */
export function NotCounted({ model, plan }: NotCountedProps) {
  const [open, setOpen] = useState(false)
  const nodes = [
    ...plan.decisions.filter(isUnknown).map(({ node, reason }) => ({ node, why: say(reason) })),
    ...plan.leftOut.map((node) => ({ node, why: t('app:notCounted.leftOut') })),
  ]
  if (nodes.length === 0) return null
  const titles = layerTitles(model.nodes)
  const all = model.nodes.filter(({ folded }) => !folded).length
  const more = nodes.length - SHOWN
  return (
    <Popover opened={open} onChange={setOpen} trapFocus position="bottom-start" width={380}>
      <Popover.Target>
        <button type="button" className="app-not-counted" data-testid="not-counted" onClick={() => setOpen(!open)}>
          {t('app:notCounted.nodes', { count: nodes.length, all })}
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('app:notCounted.nodes', { count: nodes.length, all })}>
        <ul className="app-not-counted-list">
          {nodes.slice(0, SHOWN).map(({ node, why }) => (
            <li key={node}>
              <button
                type="button"
                className="ui-link"
                onClick={() => {
                  setOpen(false)
                  actions.reveal(node)
                }}
              >
                <b>{titles[node]}</b>
              </button>{' '}
              <span className="ui-muted">{why}</span>
            </li>
          ))}
        </ul>
        {more > 0 ? (
          <button
            type="button"
            className="ui-link"
            onClick={() => {
              setOpen(false)
              actions.showTab('map')
            }}
          >
            {t('app:notCounted.more', { count: more })}
          </button>
        ) : null}
      </Popover.Dropdown>
    </Popover>
  )
}
