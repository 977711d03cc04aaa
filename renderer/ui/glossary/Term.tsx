// SPDX-License-Identifier: Apache-2.0
import './glossary.css'
import { Popover } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { t } from '../../i18n'
import { GlossaryCard } from './GlossaryCard'
import type { TermId } from './terms'

interface TermProps {
  /** null: nothing is explained, the word stands by itself. */
  readonly of: TermId | null
  /** The word; absent: a question mark. */
  readonly children?: ReactNode
}

/** A word that explains itself at a press. */
export function Term({ of, children }: TermProps) {
  const [open, setOpen] = useState(false)
  if (of === null) return children
  return (
    <Popover
      opened={open}
      onChange={setOpen}
      position="bottom-start"
      width={300}
      withArrow
      shadow="md"
      trapFocus={false}
      transitionProps={{ duration: 0 }}
    >
      <Popover.Target>
        <button
          type="button"
          onClick={() => setOpen(!open)}
          onKeyDown={(event) => {
            // The card has nothing that takes the focus, which stays here.
            if (event.key !== 'Escape' || !open) return
            event.stopPropagation()
            setOpen(false)
          }}
          className={children === undefined ? 'glossary-mark' : 'glossary-term'}
          data-testid={`term-${of}`}
          title={t('glossary:explain')}
          aria-label={children === undefined ? t('glossary:what', { term: t(`glossary:term.${of}.title`) }) : undefined}
        >
          {children ?? '?'}
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <GlossaryCard of={of} />
      </Popover.Dropdown>
    </Popover>
  )
}
