// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core'
import { IconArrowsDiff, IconChevronDown, IconChevronRight, IconDeviceFloppy } from '@tabler/icons-react'
import { useState } from 'react'
import type { Remedy } from '#contract/advice'
import { t } from '../../i18n'
import { remedyTitle, timeText } from '../../lib/remedy-text'
import { actions, useApp, useProfiles } from '../../store'
import { Bytes, BytesDelta } from '../../ui/Bytes'
import { CodeBlock } from './CodeBlock'

/** One remedy: what to do, what it saves and costs, and the code that does it. */
export function RemedyRow({ remedy }: { readonly remedy: Remedy }) {
  const [open, setOpen] = useState(false)
  const profiles = useProfiles()
  const nodes = useApp((state) => state.model?.nodes)
  const title = remedyTitle(remedy.changes, profiles, (node) => nodes?.[node]?.name ?? '')
  const { configuration, code } = remedy
  const hasDetails = code.length > 0 || configuration?.overrides !== undefined
  return (
    <li className="advice-remedy" data-testid="remedy" data-bytes={remedy.savedBytes} data-total={remedy.totalBytes}>
      <div className="advice-remedy-head">
        <button
          type="button"
          className="advice-remedy-title"
          aria-expanded={open}
          disabled={!hasDetails}
          onClick={() => setOpen(!open)}
        >
          {open ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />}
          <span>{title}</span>
        </button>
        <span className="advice-remedy-actions">
          {configuration === null ? (
            <span className="ui-muted">{t('advice:codeOnly')}</span>
          ) : (
            <>
              <Button
                variant="filled"
                size="compact-xs"
                data-testid="remedy-apply"
                onClick={() => void actions.adopt(configuration)}
              >
                {t('advice:apply')}
              </Button>
              <Button
                size="compact-xs"
                data-testid="remedy-compare"
                leftSection={<IconArrowsDiff size={12} />}
                onClick={() => void actions.compareWith(remedy)}
              >
                {t('advice:compare')}
              </Button>
            </>
          )}
        </span>
      </div>
      <div className="advice-remedy-figures">
        <BytesDelta value={-remedy.savedBytes} arrow />
        <span className="ui-muted">
          → {remedy.lowerBound ? <abbr title={t('common:atLeast')}>≥</abbr> : null}
          <Bytes value={remedy.totalBytes} />
        </span>
        <span className="ui-number" data-slower={(remedy.timeRatio ?? 1) > 1.005}>
          {timeText(remedy.timeRatio)}
        </span>
        {remedy.changedLayers === 0 ? null : (
          <span className="ui-muted">{t('advice:layersChanged', { count: remedy.changedLayers })}</span>
        )}
      </div>
      {open ? <Details remedy={remedy} /> : null}
    </li>
  )
}

function Details({ remedy: { code, configuration, whatIf, savesModel } }: { readonly remedy: Remedy }) {
  return (
    <div className="advice-remedy-details">
      {whatIf ? <p className="advice-text">{t('advice:whatIfShort')}</p> : null}
      {savesModel === true && configuration !== null ? (
        <Button
          size="compact-xs"
          data-testid="remedy-save-model"
          leftSection={<IconDeviceFloppy size={12} />}
          title={t('advice:saveModelHint')}
          onClick={() => void actions.saveModel(configuration)}
        >
          {t('advice:saveModel')}
        </Button>
      ) : null}
      {code.map(({ language, text }) => (
        <CodeBlock key={text} language={language} text={text} />
      ))}
      {whatIf && configuration?.overrides !== undefined ? (
        <CodeBlock language="json" text={JSON.stringify(configuration.overrides, null, 2)} />
      ) : null}
    </div>
  )
}
