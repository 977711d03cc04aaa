// SPDX-License-Identifier: Apache-2.0
import { Button, Menu } from '@mantine/core'
import { IconColumns3 } from '@tabler/icons-react'
import { t } from '../../i18n'
import { LAYER_COLUMNS, type LayerColumn } from './layer-table'

interface ColumnChooserProps {
  readonly hidden: readonly LayerColumn[]
  onChange(hidden: readonly LayerColumn[]): void
}

/** Which columns are shown; the name always is. */
export function ColumnChooser({ hidden, onChange }: ColumnChooserProps) {
  const toggle = (column: LayerColumn) =>
    onChange(hidden.includes(column) ? hidden.filter((each) => each !== column) : [...hidden, column])
  return (
    <Menu position="bottom-end" transitionProps={{ duration: 0 }}>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          size="compact-xs"
          fw={500}
          leftSection={<IconColumns3 size={15} />}
          data-testid="choose-columns"
        >
          {t('layers:columns')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {LAYER_COLUMNS.filter((column) => column !== 'name').map((column) => (
          <Menu.CheckboxItem
            key={column}
            checked={!hidden.includes(column)}
            data-testid={`column-${column}`}
            py={4}
            fz="xs"
            onChange={() => toggle(column)}
          >
            {t(`layers:columnLong.${column}`)}
          </Menu.CheckboxItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
