// SPDX-License-Identifier: Apache-2.0
import { Button, Popover } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { ModelView } from '#contract/model'
import { isLowerBound, type Plan } from '#contract/plan'
import type { RunReport } from '#contract/timeline'
import { stairBars, stairs } from '#messages/stairs'
import { say, t } from '../i18n'
import { changedConfiguration, traitsOf } from '../lib/configurations'
import { actions, useApp, useMeasurement, useProfiles } from '../store'
import { Bytes } from '../ui/Bytes'
import { Heading } from '../ui/Heading'
import { Staircase } from '../ui/Staircase'
import { TotalBytes } from '../ui/TotalBytes'

const WIDTH = 34
const HEIGHT = 14

interface ReconciliationProps {
  readonly model: ModelView
  readonly plan: Plan
}

/** The levels as a small staircase, which opens the whole one: from the file to the process, and what was measured. */
export function Reconciliation({ model, plan }: ReconciliationProps) {
  const report = useMeasurement()?.report
  const [open, setOpen] = useState(false)
  const levels = stairBars(stairs(model.weightBytes, plan)).filter(({ stair }) => stair.kind === 'level')
  const highest = Math.max(1, ...levels.map(({ to }) => to))
  const step = WIDTH / Math.max(1, levels.length)
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" width={400} shadow="md" trapFocus>
      <Popover.Target>
        <button
          type="button"
          className="app-stairs"
          data-testid="strip-stairs"
          aria-label={t('app:stairs')}
          title={t('app:stairs')}
          onClick={() => setOpen(!open)}
        >
          <svg width={WIDTH} height={HEIGHT} aria-hidden="true">
            {levels.map(({ stair, to }, index) => {
              const height = Math.max(1, (HEIGHT * to) / highest)
              return (
                <rect
                  key={stair.name.id}
                  x={index * step}
                  y={HEIGHT - height}
                  width={step - 1}
                  height={height}
                  fill="var(--category-packedWeights)"
                />
              )
            })}
          </svg>
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <div className="app-stairs-all">
          <Staircase weightBytes={model.weightBytes} plan={plan} />
          {report === undefined ? null : <Measured plan={plan} report={report} />}
          <Attach plan={plan} onAttach={() => setOpen(false)} />
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}

/** Of a run, beside what is modelled for the engine that it ran in. */
function Measured({ plan, report }: { readonly plan: Plan; readonly report: RunReport }) {
  const own = useOwnPlan(plan)
  return (
    <section data-testid="strip-measured">
      <Heading origin="measured">{t('inspector:run')}</Heading>
      <dl className="app-stairs-figures">
        <dt>{t('inspector:peakTracked')}</dt>
        <dd>
          <Bytes value={report.peakTrackedBytes} />
        </dd>
        <dt>{t('app:stairsOwn')}</dt>
        <dd>{own === null ? '…' : <TotalBytes value={own.totalBytes} lowerBound={isLowerBound(own)} />}</dd>
        <dt>{t('app:stairsResident')}</dt>
        <dd>
          <Bytes value={report.peakRssBytes} />
        </dd>
      </dl>
    </section>
  )
}

/** The plan of the same configuration under the engine that runs are made in; null while it is made. */
function useOwnPlan(plan: Plan): Plan | null {
  const profiles = useProfiles()
  const [made, setMade] = useState<{ readonly of: Plan; readonly plan: Plan | null } | null>(null)
  const own = profiles.find(({ runsHere }) => runsHere === true)?.id ?? plan.configuration.profile
  useEffect(() => {
    if (own === plan.configuration.profile) return
    let stale = false
    const configuration = changedConfiguration(profiles, plan.configuration, { profile: own, overrides: [] })
    void actions.planOf(configuration).then((found) => {
      if (!stale) setMade({ of: plan, plan: found })
    })
    return () => {
      stale = true
    }
  }, [own, plan, profiles])
  if (own === plan.configuration.profile) return plan
  return made?.of === plan ? made.plan : null
}

/** How the engine itself is measured, where it is another one than Convscope's. */
function Attach({ plan, onAttach }: { readonly plan: Plan; readonly onAttach: () => void }) {
  const profiles = useProfiles()
  const { label, runsHere } = traitsOf(profiles, plan.configuration.profile)
  const saved = useApp((state) => state.model?.document !== undefined)
  if (runsHere === true || saved) return null
  return (
    <p className="app-stairs-attach">
      <span>{t('app:stairsAttach', { engine: say(label) })}</span>
      <Button
        size="compact-xs"
        data-testid="strip-attach"
        onClick={() => {
          actions.showTab('attach')
          onAttach()
        }}
      >
        {t('app:tabs.attach')}
      </Button>
    </p>
  )
}
