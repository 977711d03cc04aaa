// SPDX-License-Identifier: Apache-2.0
import { SegmentedControl } from '@mantine/core'
import { memo } from 'react'
import { t } from '../../i18n'
import { Origin } from '../../ui/Origin'
import type { ChartSource } from './chart-source'

export type Shown = ChartSource['origin']

interface ShownChoiceProps {
  readonly shown: Shown
  /** null where there is nothing to choose. */
  readonly onShown: ((shown: Shown) => void) | null
  readonly axis: ChartSource['axis']
  readonly onAxis: ((axis: ChartSource['axis']) => void) | null
}

/** By the plan or of the run, and along what. */
export const ShownChoice = memo(function ShownChoice({ shown, onShown, axis, onAxis }: ShownChoiceProps) {
  return (
    <>
      {onShown === null ? (
        <Origin kind={shown} />
      ) : (
        <SegmentedControl<Shown>
          aria-label={t('timeline:shown')}
          value={shown}
          data={[
            { value: 'measured', label: t('timeline:measured') },
            { value: 'modelled', label: t('timeline:modelled') },
          ]}
          onChange={onShown}
        />
      )}
      {onAxis === null ? null : (
        <SegmentedControl<ChartSource['axis']>
          aria-label={t('timeline:axis')}
          data-testid="timeline-axis"
          value={axis}
          data={[
            { value: 'time', label: t('timeline:overTime') },
            { value: 'layers', label: t('timeline:overLayers') },
          ]}
          onChange={onAxis}
        />
      )}
    </>
  )
})
