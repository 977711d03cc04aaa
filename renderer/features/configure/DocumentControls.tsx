// SPDX-License-Identifier: Apache-2.0
import './configure.css'
import { Button, Select } from '@mantine/core'
import { IconFileText } from '@tabler/icons-react'
import type { DocumentOrigin } from '#contract/model'
import { currentLanguage, t } from '../../i18n'
import { configurationKey, sameConfiguration } from '../../lib/configurations'
import { configurationName } from '../../lib/labels'
import { actions, useApp, useProfiles } from '../../store'

/** In place of the configuration where a document is shown without its model: which of its plans, and that none can be made. */
export function DocumentControls({ document: { id, application, savedAt } }: { readonly document: DocumentOrigin }) {
  const profiles = useProfiles()
  const all = useApp((state) => state.documents.find((document) => document.id === id)?.entries)
  // Another model's plans are sides of the comparison: what is looked at is of one model.
  const entries = (all ?? []).filter(({ ofShown }) => ofShown)
  const configuration = useApp((state) => state.configuration)
  const shown = entries.findIndex((entry) => sameConfiguration(entry.configuration, configuration))
  const first = entries.filter(
    (entry, index) =>
      entries.findIndex((other) => configurationKey(other.configuration) === configurationKey(entry.configuration)) ===
      index,
  )
  const offered = first.map((entry) => ({
    value: String(entries.indexOf(entry)),
    label: configurationName(profiles, entry.configuration),
  }))
  const date = new Date(savedAt).toLocaleDateString(currentLanguage(), { dateStyle: 'medium' })
  return (
    <div className="configure-document" data-testid="document-controls">
      <span className="configure-readonly" title={t('configure:document.readOnlyText', { application })}>
        <IconFileText size={14} aria-hidden="true" />
        {t('configure:document.readOnly', { date })}
      </span>
      <Select
        aria-label={t('configure:document.plan')}
        data-testid="document-plan"
        w={330}
        data={offered}
        value={shown < 0 ? null : String(shown)}
        onChange={(value) => {
          const entry = entries[Number(value)]
          if (value !== null && entry !== undefined) void actions.adopt(entry.configuration)
        }}
      />
      <Button size="compact-sm" variant="default" data-testid="find-model" onClick={() => void actions.findModel()}>
        {t('configure:document.findModel')}
      </Button>
    </div>
  )
}
