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
  const { id, fileName, modelName, modelSha256, entries } = document
  const sameModel = useApp((state) => state.model?.sha256 === modelSha256)
  return (
    <>
      <tr data-testid="document-head" className="runs-document">
        <td className="runs-pick">
          <IconFileText size={14} />
        </td>
        <td colSpan={6}>
          <b>{fileName}</b>{' '}
          <span className="ui-muted">
            {sameModel ? t('runs:sameModel') : t('runs:otherModel', { name: modelName })}
          </span>
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
  const said = configurationName(profiles, entry.configuration)
  const label = entry.label === '' ? said : entry.label
  return (
    <tr data-testid="document-row" data-key={sourceKey(source)}>
      <PickCell source={source} label={label} />
      <td>
        {label}
        {label === said ? null : <small className="ui-muted runs-said">{said}</small>}
      </td>
      <td />
      <td className="ui-end">
        <Bytes value={document.totalBytes[index] ?? 0} />
      </td>
      <td colSpan={3} />
      <td className="runs-actions">
        <BaselineButton source={source} />
      </td>
    </tr>
  )
}
