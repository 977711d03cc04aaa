// SPDX-License-Identifier: Apache-2.0
import { Button, Menu } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { NODE_FIGURES } from '#contract/history'
import { t } from '../../i18n'
import { actions, useApp, useMeasurement } from '../../store'

/** Node data of Model Explorer: figures of the current configuration saved, values of a file laid over the model. */
export function NodeDataMenu() {
  const overlay = useApp((state) => state.overlay)
  const measured = useMeasurement() !== null
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button size="compact-xs" data-testid="node-data" rightSection={<IconChevronDown size={12} />}>
          {t('runs:nodeData.title')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('runs:nodeData.explorer')}</Menu.Label>
        {NODE_FIGURES.map((figure) => (
          <Menu.Item
            key={figure}
            disabled={figure === 'time' && !measured}
            data-testid={`node-data-${figure}`}
            onClick={() => void actions.saveNodeData(figure)}
          >
            {t(`runs:nodeData.${figure}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item data-testid="node-data-open" onClick={() => void actions.openOverlay()}>
          {t('runs:nodeData.open')}
        </Menu.Item>
        {overlay === null ? null : (
          <Menu.Item onClick={actions.closeOverlay}>{t('runs:nodeData.close', { file: overlay.fileName })}</Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
