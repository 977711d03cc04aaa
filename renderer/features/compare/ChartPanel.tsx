import { Button, SegmentedControl } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { ResponsiveContainer } from 'recharts'
import type { Comparison } from '#contract/comparison'
import { differenceBars, type LayerFigure, packedWeightDelta } from '../../lib/comparison-rows'
import { actions } from '../../store'
import { BytesDelta } from '../../ui/Bytes'
import { Origin } from '../../ui/Origin'
import { type ChartMode, DifferenceChart } from './DifferenceChart'

/** The per-layer chart with its choices, and the exports. */
export function ChartPanel({ comparison }: { readonly comparison: Comparison }) {
  const [figure, setFigure] = useState<LayerFigure>('packedWeightBytes')
  const [mode, setMode] = useState<ChartMode>('difference')
  const bars = useMemo(() => differenceBars(comparison, figure), [comparison, figure])
  const packed = packedWeightDelta(comparison)
  return (
    <>
      <div className="compare-bar">
        <SegmentedControl<LayerFigure>
          aria-label="Figure"
          value={figure}
          data={[
            { value: 'packedWeightBytes', label: 'Packed weights' },
            { value: 'workspaceBytes', label: 'Workspace' },
          ]}
          onChange={setFigure}
        />
        <SegmentedControl<ChartMode>
          aria-label="Bars"
          value={mode}
          data={[
            { value: 'difference', label: 'B − A' },
            { value: 'both', label: 'A and B' },
          ]}
          onChange={setMode}
        />
        <Origin kind="modelled" />
        <span data-testid="compare-packed-delta" data-bytes={packed} title="Packed weights of all layers, B − A">
          Σ packed <BytesDelta value={packed} />
        </span>
        <ExportButtons />
      </div>
      <div className="compare-chart" data-testid="compare-chart">
        <ResponsiveContainer>
          <DifferenceChart bars={bars} mode={mode} />
        </ResponsiveContainer>
      </div>
    </>
  )
}

const CHART_KINDS = ['png', 'svg'] as const
const DATA_KINDS = ['csv', 'json'] as const

function ExportButtons() {
  return (
    <Button.Group style={{ marginLeft: 'auto' }}>
      {CHART_KINDS.map((kind, index) => (
        <Button
          key={kind}
          variant="default"
          size="compact-xs"
          leftSection={index === 0 ? <IconDownload size={13} /> : undefined}
          data-testid={`export-${kind}`}
          aria-label={`Export the chart as ${kind.toUpperCase()}`}
          onClick={() => actions.requestChart(kind)}
        >
          {kind.toUpperCase()}
        </Button>
      ))}
      {DATA_KINDS.map((kind) => (
        <Button
          key={kind}
          variant="default"
          size="compact-xs"
          data-testid={`export-${kind}`}
          aria-label={`Export the comparison as ${kind.toUpperCase()}`}
          onClick={() => void actions.exportComparison(kind)}
        >
          {kind.toUpperCase()}
        </Button>
      ))}
    </Button.Group>
  )
}
