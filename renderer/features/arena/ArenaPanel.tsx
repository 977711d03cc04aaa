// SPDX-License-Identifier: Apache-2.0
import './arena.css'
import { SegmentedControl } from '@mantine/core'
import { useMemo, useRef, useState } from 'react'
import type { Arena, ArenaOrigin } from '#contract/arena'
import { say, t } from '../../i18n'
import { formatBytes } from '../../lib/bytes'
import type { View } from '../../lib/timeline/view-rows'
import { useApp, useMeasurement, usePanel } from '../../store'
import type { Measurement } from '../../store/state'
import { useArena } from '../../store/use-arena'
import { Empty } from '../../ui/Empty'
import { ViewButtons } from '../../ui/memory-chart/ViewButtons'
import { ArenaChart } from './ArenaChart'
import { ArenaExports } from './ArenaExports'
import { ArenaSide } from './ArenaSide'
import { ArenaTable } from './ArenaTable'
import { neediest } from './arena-words'
import type { Scene } from './draw-arena'

const NOTHING: readonly number[] = []

/** A view, range or selection belongs to the arena that it was made in. */
interface Within {
  readonly arena: Arena | null
  readonly view: View | null
  readonly range: View | null
  readonly selected: number | null
  readonly growth: number | null
}

/** Where every tensor and workspace lies while the model runs. */
export function ArenaPanel() {
  const model = useApp((state) => state.model)
  const plan = useApp((state) => state.plan)
  const measurement = useMeasurement()
  const [wanted, setWanted] = useState<ArenaOrigin>('plan')
  const origin: ArenaOrigin = measurement === null ? 'plan' : wanted
  const { arena, problem } = useArena(origin)
  const [leftView, keepView] = usePanel('arenaView')
  const shown = leftView === 'table' ? 'table' : 'drawing'
  const [within, setWithin] = useState<Within>({ arena: null, view: null, range: null, selected: null, growth: null })
  const scene = useRef<Scene | null>(null)
  const whole = useMemo<View>(() => ({ from: 0, to: Math.max(1, arena?.steps.length ?? 1) }), [arena])
  if (model === null || plan === null) return <Empty title={t('arena:title')}>{t('arena:lead')}</Empty>
  if (problem !== null) return <Empty title={t('arena:unknown')}>{say(problem.message)}</Empty>
  if (arena === null) return <Empty title={t('arena:working')}>{t('arena:lead')}</Empty>
  if (arena.placed.length === 0) return <Empty title={t('arena:nothing')}>{t('arena:nothingHint')}</Empty>
  const own = within.arena === arena ? within : { arena, view: null, range: null, selected: null, growth: null }
  const set = (part: Partial<Within>) => setWithin({ ...own, ...part })
  const view = own.view ?? whole
  const growth = own.growth === null ? undefined : arena.growths[own.growth]
  const select = (selected: number | null) => set({ selected, growth: null })
  const seen = origin === 'plan' ? 'modelled' : 'measured'
  const most = neediest(arena)
  const inStages = arena.pools.some(({ stage }) => stage !== undefined)
  return (
    <div className="arena" data-testid="arena-panel" data-origin={seen}>
      <div className="arena-bar">
        {measurement === null ? null : (
          <SegmentedControl<ArenaOrigin>
            size="xs"
            aria-label={t('arena:whose')}
            data-testid="arena-origin"
            value={origin}
            data={[
              { value: 'plan', label: t('arena:origin.plan') },
              { value: 'run', label: t('arena:origin.run') },
            ]}
            onChange={setWanted}
          />
        )}
        <span className="arena-sums" data-testid="arena-sums">
          <b>{t('arena:sums.pool', { bytes: formatBytes(arena.bytes) })}</b>
          <span>{t('arena:sums.used', { bytes: formatBytes(most?.bytes ?? 0) })}</span>
          <span className="arena-slack">
            {t('arena:sums.slack', { bytes: formatBytes(arena.bytes - (most?.bytes ?? 0)) })}
          </span>
        </span>
        {origin === 'run' && measurement !== null ? (
          <span className="ui-muted arena-tracked" data-testid="arena-tracked" data-bytes={trackedBytes(measurement)}>
            {t(inStages ? 'arena:trackedStages' : 'arena:tracked', { bytes: formatBytes(trackedBytes(measurement)) })}
          </span>
        ) : null}
        <span className="arena-tools">
          <ViewButtons view={view} whole={whole} axis="layers" onView={(next) => set({ view: next })} />
          <SegmentedControl<'drawing' | 'table'>
            size="xs"
            aria-label={t('arena:view')}
            data-testid="arena-view"
            value={shown}
            data={[
              { value: 'drawing', label: t('arena:drawing') },
              { value: 'table', label: t('arena:table') },
            ]}
            onChange={keepView}
          />
          <ArenaExports
            model={model}
            plan={plan}
            arena={arena}
            origin={seen}
            scene={shown === 'drawing' ? scene : null}
          />
        </span>
      </div>
      <div className="arena-body">
        {shown === 'drawing' ? (
          <ArenaChart
            arena={arena}
            model={model}
            plan={plan}
            view={view}
            whole={whole}
            onView={(next) => set({ view: next })}
            range={own.range}
            onRange={(range) => set({ range })}
            selected={growth?.placed ?? own.selected}
            onSelect={select}
            blockers={growth?.inTheWay ?? NOTHING}
            scene={scene}
          />
        ) : (
          <ArenaTable arena={arena} model={model} plan={plan} selected={own.selected} onSelect={select} />
        )}
        <ArenaSide
          arena={arena}
          model={model}
          plan={plan}
          origin={seen}
          selected={own.selected}
          onSelect={select}
          growth={own.growth}
          onGrowth={(next) =>
            set({
              growth: next,
              selected: null,
              view: next === null ? null : around(arena.growths[next]?.step ?? 0, whole),
            })
          }
        />
      </div>
    </div>
  )
}

/** Of arena and workspace, at the moment of the run's peak. */
function trackedBytes({ report: { peak } }: Measurement): number {
  return peak.activations + peak.workspace
}

/** Steps to each side of one that is looked at, and the share of all that they are at least. */
const STEPS_AROUND = 12
const SHARE_AROUND = 0.06

function around(step: number, whole: View): View {
  const reach = Math.max(STEPS_AROUND, SHARE_AROUND * whole.to)
  return { from: Math.max(whole.from, step - reach), to: Math.min(whole.to, step + 1 + reach) }
}
