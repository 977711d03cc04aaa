// SPDX-License-Identifier: Apache-2.0
import './share.css'
import { Button, Menu } from '@mantine/core'
import { IconShare2 } from '@tabler/icons-react'
import { t } from '../../i18n'
import { actions, useApp } from '../../store'
import { selectShown } from '../../store/selectors'

const KINDS = ['report', 'document', 'png', 'svg', 'csv', 'json'] as const
type Kind = (typeof KINDS)[number]

/** Those that are of a comparison, and need one. */
const OF_COMPARISON: ReadonlySet<Kind> = new Set<Kind>(['png', 'svg', 'csv', 'json'])

/** Everything that can be sent to others, with what each is for. */
export function ShareMenu() {
  const compared = useApp((state) => selectShown(state) !== null)
  const selected = useApp((state) => state.selected !== null)
  const planned = useApp((state) => state.plan !== null)
  return (
    <Menu position="bottom-end" width={400}>
      <Menu.Target>
        <Button
          variant="default"
          size="compact-xs"
          disabled={!planned}
          leftSection={<IconShare2 size={13} />}
          className="share-button"
          data-testid="share"
          aria-label={t('share:title')}
        >
          {t('share:title')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown className="share-menu">
        <Menu.Label>{t(compared ? 'share:ofComparison' : 'share:ofPlan')}</Menu.Label>
        {KINDS.filter((kind) => compared || !OF_COMPARISON.has(kind)).map((kind) => (
          <Menu.Item key={kind} data-testid={`share-${kind}`} onClick={() => save(kind)}>
            <span className="share-item">
              <b>{t(`share:kinds.${kind}.name`)}</b>
              <span className="ui-muted">{t(`share:kinds.${kind}.purpose`)}</span>
            </span>
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>{t(selected ? 'share:ofSelection' : 'share:ofGraph')}</Menu.Label>
        {(['png', 'svg'] as const).map((kind) => (
          <Menu.Item key={kind} data-testid={`share-graph-${kind}`} onClick={() => actions.askGraph(kind)}>
            <span className="share-item">
              <b>{t(`share:kinds.${kind}.name`)}</b>
            </span>
          </Menu.Item>
        ))}
        {compared ? null : <p className="share-hint ui-muted">{t('share:compareFirst')}</p>}
      </Menu.Dropdown>
    </Menu>
  )
}

function save(kind: Kind): void {
  switch (kind) {
    case 'report':
      return void actions.saveReport(actions.shared())
    case 'document':
      return void actions.saveDocument(actions.shared())
    case 'png':
    case 'svg':
      actions.requestChart(kind)
      return
    case 'csv':
    case 'json':
      return void actions.exportComparison(kind)
  }
}
