import './compare.css'
import { Button } from '@mantine/core'
import { IconPinned } from '@tabler/icons-react'
import { sameConfiguration } from '../../lib/configurations'
import { configurationName } from '../../lib/labels'
import { actions, useApp, useProfiles } from '../../store'
import { Empty } from '../../ui/Empty'
import { ChangedLayers } from './ChangedLayers'
import { ChartPanel } from './ChartPanel'
import { ChartStage } from './ChartStage'
import { ComparisonTotals } from './ComparisonTotals'

/** A, the baseline, against B, the current configuration. */
export function ComparePanel() {
  const profiles = useProfiles()
  const baseline = useApp((state) => state.baseline)
  const configuration = useApp((state) => state.configuration)
  const comparison = useApp((state) => state.comparison)
  const model = useApp((state) => state.model)
  if (baseline === null) {
    return (
      <div className="ui-empty">
        <strong>Compare two configurations</strong>
        <p>
          Keep the current configuration as the baseline A. Then change engine, memory mode, threads or instruction set:
          what it becomes is B, and every difference shows here layer by layer.
        </p>
        <Button variant="default" mt={6} leftSection={<IconPinned size={14} />} onClick={actions.keepAsBaseline}>
          Keep {configurationName(profiles, configuration)} as A
        </Button>
      </div>
    )
  }
  if (sameConfiguration(baseline, configuration)) {
    return (
      <Empty title={`A is ${configurationName(profiles, baseline)}`}>
        The current configuration is still the same. Change engine, memory mode, threads or instruction set above to get
        a B.
      </Empty>
    )
  }
  if (comparison === null || model === null) return <Empty title="Comparing…">One moment.</Empty>
  return (
    <div className="compare">
      <ComparisonTotals comparison={comparison} />
      <div className="compare-main">
        <ChartPanel comparison={comparison} />
        <ChangedLayers model={model} comparison={comparison} />
      </div>
      <ChartStage model={model} comparison={comparison} />
    </div>
  )
}
