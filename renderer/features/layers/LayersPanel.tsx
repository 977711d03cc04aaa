// SPDX-License-Identifier: Apache-2.0
import './layers.css'
import { Button, Switch, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useDeferredValue, useMemo } from 'react'
import { holds } from '#contract/layer-rows'
import { grouped } from '#messages/figures'
import { t } from '../../i18n'
import { parseNodeQuery } from '../../lib/layers/query'
import { type LayerRow, layerTotals } from '../../lib/layers/rows'
import { useApp, usePanel } from '../../store'
import { selectLayerRows } from '../../store/selectors'
import { Empty } from '../../ui/Empty'
import { useUnchanged } from '../../ui/use-unchanged'
import { ColumnChooser } from './ColumnChooser'
import { LayersBill } from './LayersBill'
import { LayersTable } from './LayersTable'
import { useHiddenColumns } from './use-hidden-columns'

/** What has a row in the plan or holds something in the run; convolutions always. */
function isLayer({ decision, measured, node }: LayerRow): boolean {
  return decision !== null || node.op === 'Conv' || (measured !== null && holds(measured))
}

/** Every layer with what it gets and costs; sortable, and filtered as you type. */
export function LayersPanel() {
  const [filter, setFilter] = usePanel('layersFilter')
  const [holdingOnly, setHoldingOnly] = usePanel('layersHoldingOnly')
  const [hidden, setHidden] = useHiddenColumns()
  const sha256 = useApp((state) => state.model?.sha256)
  const deferred = useDeferredValue(filter)
  const rows = useApp(selectLayerRows)
  const { matches, problem } = useMemo(() => parseNodeQuery(deferred), [deferred])
  const shown = useMemo(
    () => rows.filter((row) => (!holdingOnly || isLayer(row)) && matches(row)),
    [rows, holdingOnly, matches],
  )
  const totals = useUnchanged(useMemo(() => layerTotals(shown), [shown]))
  return (
    <>
      <div className="layers-bar">
        <TextInput
          className="layers-filter"
          aria-label={t('layers:filter')}
          data-testid="layers-filter"
          placeholder={t('layers:filterExample')}
          leftSection={<IconSearch size={14} />}
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
        />
        <Switch
          size="xs"
          label={t('layers:holdingOnly')}
          checked={holdingOnly}
          onChange={(event) => setHoldingOnly(event.currentTarget.checked)}
        />
        <span className="ui-muted ui-number layers-count">
          {t('layers:shown', { shown: grouped(shown.length), all: grouped(rows.length) })}
        </span>
        <ColumnChooser hidden={hidden} onChange={(columns) => setHidden(columns)} />
      </div>
      {shown.length === 0 ? (
        <Empty
          title={t(filter === '' ? 'layers:noneHolds' : 'layers:noMatch')}
          action={
            <Button
              size="compact-xs"
              data-testid="layers-show-all"
              onClick={filter === '' ? () => setHoldingOnly(false) : () => setFilter('')}
            >
              {t(filter === '' ? 'layers:showAll' : 'layers:clearFilter')}
            </Button>
          }
        >
          {problem !== null
            ? t(`search:problem.${problem.expected}`, { term: problem.term })
            : t(filter === '' ? 'layers:noneHoldsHint' : 'layers:noMatchHint')}
        </Empty>
      ) : (
        <LayersTable key={sha256} rows={shown} totals={totals} hidden={hidden} />
      )}
      <LayersBill />
    </>
  )
}
