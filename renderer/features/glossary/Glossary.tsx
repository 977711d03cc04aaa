// SPDX-License-Identifier: Apache-2.0
import { Modal } from '@mantine/core'
import { t } from '../../i18n'
import { actions, useApp } from '../../store'
import { GlossaryCard } from '../../ui/glossary/GlossaryCard'
import { TERMS } from '../../ui/glossary/terms'

/** Every word that has a card. */
export function Glossary() {
  const shown = useApp((state) => state.glossaryShown)
  return (
    <Modal
      opened={shown}
      onClose={() => actions.showGlossary(false)}
      title={t('glossary:title')}
      size="lg"
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ 'aria-label': t('glossary:close') }}
      data-testid="glossary"
    >
      <div className="glossary-list">
        {TERMS.map((term) => (
          <GlossaryCard key={term} of={term} />
        ))}
      </div>
    </Modal>
  )
}
