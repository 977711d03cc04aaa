// SPDX-License-Identifier: Apache-2.0
import './runs.css'
import { Button, type ButtonProps } from '@mantine/core'
import { IconDeviceFloppy, IconFolderOpen, IconPin, IconReport } from '@tabler/icons-react'
import { t } from '../../i18n'
import { actions, useApp } from '../../store'
import { Empty } from '../../ui/Empty'
import { DocumentRows } from './DocumentRows'
import { HistoryRow } from './HistoryRow'
import { NodeDataMenu } from './NodeDataMenu'

/** Everything kept of this model: plans and runs of earlier, and of documents opened beside them. */
export function RunsPanel() {
  const history = useApp((state) => state.history)
  const documents = useApp((state) => state.documents)
  const picked = useApp((state) => state.picked.length)
  const entries = history?.entries ?? []
  return (
    <div className="runs">
      <div className="runs-bar">
        <span className="ui-muted runs-kept">
          {t('runs:kept', { count: entries.length })}
          {entries.length > 0 && picked === 0 ? ` · ${t('runs:pickToSave')}` : ''}
          {history !== null && history.damaged > 0 ? ` · ${t('runs:damaged', { count: history.damaged })}` : ''}
        </span>
        <KeepPlan />
        <Tool id="open-document" icon={IconFolderOpen} onClick={() => void actions.openDocument()}>
          {t('runs:open')}
        </Tool>
        <SavePicked />
        <NodeDataMenu />
      </div>
      {entries.length === 0 && documents.length === 0 ? (
        <Empty title={t('runs:none')}>{t('runs:noneText')}</Empty>
      ) : (
        <div className="runs-scroller">
          <table className="ui-table runs-table">
            <thead>
              <tr>
                <th scope="col" className="runs-pick" aria-label={t('runs:pick')} />
                <th scope="col">{t('runs:columns.name')}</th>
                <th scope="col" className="runs-when">
                  {t('runs:columns.when')}
                </th>
                {(['total', 'peak', 'rss', 'inference'] as const).map((column) => (
                  <th key={column} scope="col" className="ui-end">
                    {t(`runs:columns.${column}`)}
                  </th>
                ))}
                <th scope="col" className="runs-actions" />
              </tr>
            </thead>
            <tbody>
              {entries.map((entry) => (
                <HistoryRow key={entry.id} entry={entry} />
              ))}
              {documents.map((document) => (
                <DocumentRows key={document.id} document={document} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  )
}

function KeepPlan() {
  const planned = useApp((state) => state.plan !== null)
  return (
    <Tool id="keep-plan" icon={IconPin} disabled={!planned} onClick={() => void actions.keepPlan()}>
      {t('runs:keepPlan')}
    </Tool>
  )
}

/** What is ticked goes into one file; the first is the report's baseline. */
function SavePicked() {
  const picked = useApp((state) => state.picked)
  const none = picked.length === 0
  return (
    <>
      <Tool
        id="save-document"
        icon={IconDeviceFloppy}
        disabled={none}
        onClick={() => void actions.saveDocument(picked)}
      >
        {t('runs:save')}
      </Tool>
      <Tool id="save-report" icon={IconReport} disabled={none} onClick={() => void actions.saveReport(picked)}>
        {t('runs:report')}
      </Tool>
    </>
  )
}

interface ToolProps extends ButtonProps {
  readonly id: string
  readonly icon: typeof IconReport
  onClick(): void
}

function Tool({ id, icon: Icon, ...button }: ToolProps) {
  return <Button size="compact-xs" data-testid={id} leftSection={<Icon size={13} />} {...button} />
}
