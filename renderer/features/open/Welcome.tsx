// SPDX-License-Identifier: Apache-2.0
import './open.css'
import { Button } from '@mantine/core'
import { IconFolderOpen, IconRoute, IconVocabulary } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { t } from '../../i18n'
import { actions, useApp } from '../../store'
import { BrandMark } from '../../ui/BrandMark'
import { Rich } from '../../ui/Rich'
import { Questions } from './Questions'
import { RecentFiles } from './RecentFiles'
import { Samples } from './Samples'

/** What the window shows before a model is open; `settings`: the controls of the configuration. */
export function Welcome({ settings }: { readonly settings: ReactNode }) {
  const opening = useApp((state) => state.opening !== null)
  const formats = useApp((state) => state.host?.formats)
  const extensions = formats?.flatMap((format) => format.extensions.map((extension) => `<b>.${extension}</b>`)) ?? []
  return (
    <main className="open-welcome">
      <header className="open-brand">
        <BrandMark size={34} />
        <div>
          <h1>Convscope</h1>
          <p className="open-lead">{t('open:lead')}</p>
        </div>
        <div className="open-help">
          <Button
            variant="subtle"
            size="compact-sm"
            data-testid="tour-start"
            disabled={opening}
            leftSection={<IconRoute size={15} />}
            onClick={() => actions.showTour(0)}
          >
            {t('tour:start')}
          </Button>
          <Button
            variant="subtle"
            size="compact-sm"
            data-testid="glossary-open"
            leftSection={<IconVocabulary size={15} />}
            onClick={() => actions.showGlossary(true)}
          >
            {t('glossary:title')}
          </Button>
        </div>
      </header>
      <Questions settings={settings} disabled={opening} />
      <div className="open-area">
        <Button
          variant="default"
          size="sm"
          data-testid="open-button"
          disabled={opening}
          leftSection={<IconFolderOpen size={16} />}
          onClick={() => void actions.chooseModel()}
        >
          {t('open:model')}
        </Button>
        <p>
          <Rich text={t('open:drop', { extensions: extensions.join(', ') })} />
        </p>
      </div>
      <RecentFiles disabled={opening} />
      <Samples disabled={opening} />
    </main>
  )
}
