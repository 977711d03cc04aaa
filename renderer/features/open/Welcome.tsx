// SPDX-License-Identifier: Apache-2.0
import './open.css'
import { Button } from '@mantine/core'
import { IconFolderOpen } from '@tabler/icons-react'
import { t } from '../../i18n'
import { actions, useApp } from '../../store'
import { BrandMark } from '../../ui/BrandMark'
import { Rich } from '../../ui/Rich'
import { RecentFiles } from './RecentFiles'
import { Samples } from './Samples'

const QUESTIONS = [
  { mark: 'var(--algorithm-winograd)', about: 'algorithm' },
  { mark: 'var(--category-packedWeights)', about: 'memory' },
  { mark: 'var(--algorithm-strassen-1x1)', about: 'change' },
] as const

/** What the window shows before a model is open. */
export function Welcome() {
  const opening = useApp((state) => state.opening !== null)
  const formats = useApp((state) => state.host?.formats)
  const extensions = formats?.flatMap((format) => format.extensions.map((extension) => `<b>.${extension}</b>`)) ?? []
  return (
    <main className="open-welcome">
      <header className="open-brand">
        <BrandMark size={34} />
        <h1>Convscope</h1>
      </header>
      <p className="open-lead">{t('open:lead')}</p>
      <ul className="open-questions">
        {QUESTIONS.map(({ mark, about }) => (
          <li key={about} style={{ '--mark': mark } as React.CSSProperties}>
            <strong>{t(`open:questions.${about}.title`)}</strong>
            <span>{t(`open:questions.${about}.text`)}</span>
          </li>
        ))}
      </ul>
      <div className="open-area">
        <Button
          variant="filled"
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
