// SPDX-License-Identifier: Apache-2.0
import { Button, Loader } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { Remedy } from '#contract/advice'
import type { Configuration } from '#contract/configuration'
import { t } from '../../i18n'
import { configurationKey } from '../../lib/configurations'
import { remedyTitle, timeText } from '../../lib/remedy-text'
import { actions, useApp, useProfiles } from '../../store'
import { Bytes, BytesDelta } from '../../ui/Bytes'

/** Of a configuration that takes too much: what lowers its total most. */
export function WhatHelps({ configuration }: { readonly configuration: Configuration }) {
  const profiles = useProfiles()
  const nodes = useApp((state) => state.model?.nodes)
  const key = configurationKey(configuration)
  const [found, setFound] = useState<{ readonly of: string; readonly remedy: Remedy | null } | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says all about the configuration
  useEffect(() => {
    let stale = false
    void actions.remedyFor(configuration).then((remedy) => {
      if (!stale) setFound({ of: key, remedy })
    })
    return () => {
      stale = true
    }
  }, [key])
  if (found?.of !== key) {
    return (
      <p className="releases-text">
        <Loader size={11} /> {t('releases:find.looking')}
      </p>
    )
  }
  const { remedy } = found
  if (remedy === null) return <p className="releases-text">{t('releases:find.nothing')}</p>
  const wanted = remedy.configuration
  return (
    <div className="releases-helps" data-testid="releases-helps">
      <span className="releases-text">{t('releases:find.helps')}</span>
      <b>{remedyTitle(remedy.changes, profiles, (node) => nodes?.[node]?.name ?? '')}</b>
      <span>
        <BytesDelta value={-remedy.savedBytes} arrow />{' '}
        <span className="ui-muted">
          → <Bytes value={remedy.totalBytes} /> · {timeText(remedy.timeRatio)}
        </span>
      </span>
      {wanted === null ? null : (
        <Button size="compact-xs" data-testid="releases-apply" onClick={() => void actions.adopt(wanted)}>
          {t('releases:find.apply')}
        </Button>
      )}
    </div>
  )
}
