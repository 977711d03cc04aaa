import './layers.css'
import { Switch, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useDeferredValue, useMemo, useState } from 'react'
import { formatCount } from '../../lib/bytes'
import { layerTotals } from '../../lib/layer-rows'
import { largestFigures } from '../../lib/model-lookups'
import { parseNodeQuery } from '../../lib/node-query'
import { useApp, useMeasurement } from '../../store'
import { selectLayerRows } from '../../store/selectors'
import { Empty } from '../../ui/Empty'
import { LayersTable } from './LayersTable'

/** The shortcut for finding puts the cursor there. */
const FILTER_ID = 'layers-filter'

/** Every layer with what it gets and costs; sortable, and filtered as you type. */
export function LayersPanel() {
  const plan = useApp((state) => state.plan)
  const report = useMeasurement()?.report ?? null
  const [filter, setFilter] = useState('')
  const [convolutionsOnly, setConvolutionsOnly] = useState(true)
  const deferred = useDeferredValue(filter)
  const rows = useApp(selectLayerRows)
  const shown = useMemo(() => {
    const { matches } = parseNodeQuery(deferred)
    return rows.filter((row) => (!convolutionsOnly || row.decision !== null) && matches(row))
  }, [rows, convolutionsOnly, deferred])
  const totals = useMemo(() => layerTotals(shown), [shown])
  return (
    <>
      <div className="layers-bar">
        <TextInput
          className="layers-filter"
          aria-label="Filter layers"
          data-testid="layers-filter"
          id={FILTER_ID}
          placeholder="Filter, e.g.  algo:winograd ws:>5MB"
          leftSection={<IconSearch size={14} />}
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
        />
        <Switch
          size="xs"
          label="Convolutions only"
          checked={convolutionsOnly}
          onChange={(event) => setConvolutionsOnly(event.currentTarget.checked)}
        />
        <span className="ui-muted ui-number">
          {formatCount(shown.length)} of {formatCount(rows.length)} layers
        </span>
      </div>
      {shown.length === 0 ? (
        <Empty title={filter === '' ? 'This model has no convolutions' : 'No layer matches'}>
          {filter === ''
            ? 'Turn "Convolutions only" off to see its other layers.'
            : 'Every word must occur in a layer’s name, operation, shape or algorithm; algo:, op:, name: and shape: look in one of them, ws:&gt;5MB, packed:&lt;100k and weights: compare sizes.'}
        </Empty>
      ) : (
        <LayersTable
          rows={shown}
          totals={totals}
          largest={plan === null ? { packed: 1, workspace: 1 } : largestFigures(plan)}
          measured={report !== null}
        />
      )}
    </>
  )
}
