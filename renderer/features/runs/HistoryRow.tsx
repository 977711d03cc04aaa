// SPDX-License-Identifier: Apache-2.0
import { IconPlayerTrackNext, IconTrash } from '@tabler/icons-react'
import type { HistoryEntry } from '#contract/history'
import { duration } from '#messages/figures'
import { t } from '../../i18n'
import { sameConfiguration } from '../../lib/configurations'
import { configurationName, shapeText } from '../../lib/labels'
import { shortTime } from '../../lib/short-time'
import { actions, useApp, useProfiles } from '../../store'
import { Bytes } from '../../ui/Bytes'
import { IconButton } from '../../ui/IconButton'
import { NameField } from './NameField'
import { BaselineButton, PickCell } from './SourceCells'

/** One kept plan or run. */
export function HistoryRow({ entry }: { readonly entry: HistoryEntry }) {
  const { id, name, savedAt, configuration, inputs, totalBytes, measured } = entry
  const profiles = useProfiles()
  const sizes = inputs.map(({ dims }) => shapeText(dims)).join(', ')
  const resized = useApp((state) => state.history?.entries.some((each) => !sameSizes(each, entry)) ?? false)
  const current = useApp(
    (state) => sameConfiguration(state.configuration, configuration) && sameSizes(state.model ?? entry, entry),
  )
  const said = configurationName(profiles, configuration)
  const label = name === '' ? said : name
  // Only a name is taken along: what is said of the configuration follows the language.
  const source = { configuration, saved: { kind: 'history', id }, ...(name === '' ? {} : { label: name }) } as const
  return (
    <tr data-testid="history-row" data-kind={measured === undefined ? 'plan' : 'run'} data-selected={current}>
      <PickCell source={source} label={label} />
      <td>
        <div className="runs-title">
          <NameField name={name} fallback={said} onName={(wanted) => void actions.renameEntry(id, wanted)} />
          <small className="ui-muted runs-kind">{t(measured === undefined ? 'runs:plan' : 'runs:run')}</small>
          {name === '' ? null : <small className="ui-muted runs-said">{said}</small>}
          {resized ? <small className="ui-muted runs-said">{sizes}</small> : null}
        </div>
      </td>
      <td className="runs-when ui-muted">{shortTime(savedAt)}</td>
      <td className="ui-end">
        <Bytes value={totalBytes} />
      </td>
      <td className="ui-end">{measured === undefined ? '' : <Bytes value={measured.peakTrackedBytes} />}</td>
      <td className="ui-end">{measured === undefined ? '' : <Bytes value={measured.peakRssBytes} />}</td>
      <td className="ui-end">
        {measured === undefined
          ? ''
          : measured.inferenceNs === null
            ? t('runs:endedEarly')
            : duration(measured.inferenceNs)}
      </td>
      <td className="runs-actions">
        <IconButton
          size={22}
          label={t('runs:load')}
          data-testid="history-load"
          onClick={() => void actions.loadEntry(entry)}
        >
          <IconPlayerTrackNext size={14} />
        </IconButton>
        <BaselineButton source={source} />
        <IconButton
          size={22}
          label={t('runs:delete')}
          data-testid="history-delete"
          onClick={() => void actions.deleteEntry(id)}
        >
          <IconTrash size={14} />
        </IconButton>
      </td>
    </tr>
  )
}

/** Whether inputs of the same name have the same sizes. */
function sameSizes(a: Pick<HistoryEntry, 'inputs'>, b: Pick<HistoryEntry, 'inputs'>): boolean {
  const sizes = ({ inputs }: typeof a) => inputs.map(({ name, dims }) => `${name} ${dims.join()}`).join()
  return sizes(a) === sizes(b)
}
