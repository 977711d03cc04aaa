// SPDX-License-Identifier: Apache-2.0
import { ActionIcon } from '@mantine/core'
import { IconFileText, IconX } from '@tabler/icons-react'
import type { OpenedDocument } from '#contract/history'
import { t } from '../../i18n'
import { configurationName } from '../../lib/labels'
import { documentSources, sourceKey } from '../../lib/sides'
import { actions, useApp, useProfiles } from '../../store'
import { Bytes } from '../../ui/Bytes'
import { BaselineButton, PickCell } from './SourceCells'

/** The entries of a document that was opened, under its name. */
export function DocumentRows({ document }: { readonly document: OpenedDocument }) {
  const { id, fileName, entries } = document
  const sha256 = useApp((state) => state.model?.sha256)
  const models = new Map(entries.map(({ model }) => [model.sha256, model]))
  const [only] = [...models.values()]
  const what =
    only === undefined || models.size > 1
      ? t('runs:severalModels', { names: [...models.values()].map((model) => model.fileName).join(', ') })
      : only.sha256 === sha256
        ? t('runs:sameModel')
        : t('runs:otherModel', { name: only.name })
  return (
    <>
      <tr data-testid="document-head" className="runs-document">
        <td className="runs-pick">
          <IconFileText size={14} />
        </td>
        <td colSpan={6}>
          <b>{fileName}</b> <span className="ui-muted">{what}</span>
        </td>
        <td className="runs-actions">
          <ActionIcon size={22} aria-label={t('runs:close')} onClick={() => actions.closeDocument(id)}>
            <IconX size={14} />
          </ActionIcon>
        </td>
      </tr>
      {entries.map((_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a document's entries are known by their place
        <DocumentRow key={index} document={document} index={index} />
      ))}
    </>
  )
}

function DocumentRow({ document, index }: { readonly document: OpenedDocument; readonly index: number }) {
  const profiles = useProfiles()
  const entry = document.entries[index]
  const source = documentSources(document)[index]
  if (entry === undefined || source === undefined) return null
  const several = document.entries.some(({ ofShown }) => !ofShown)
  const said = configurationName(profiles, entry.configuration)
  const label = entry.label === '' ? said : entry.label
  // Of two files the file says most, and what it was saved as does not say which it was.
  const first = several ? entry.model.fileName : label
  const second = several && label !== first ? label : said
  return (
    <tr data-testid="document-row" data-key={sourceKey(source)}>
      <PickCell source={source} label={label} />
      <td>
        {first}
        {first === said ? null : <small className="ui-muted runs-said">{second}</small>}
      </td>
      <td />
      <td className="ui-end">
        <Bytes value={entry.totalBytes} />
      </td>
      <td colSpan={3} />
      <td className="runs-actions">
        <BaselineButton source={source} />
      </td>
    </tr>
  )
}
