// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core'
import { type ReactNode, useMemo, useRef, useState } from 'react'
import { ResponsiveContainer } from 'recharts'
import type { Advice } from '#contract/advice'
import type { ModelView } from '#contract/model'
import type { Plan } from '#contract/plan'
import { t } from '../../i18n'
import { sameConfiguration } from '../../lib/configurations'
import { actions, useApp } from '../../store'
import { Heading } from '../../ui/Heading'
import { BudgetField } from './BudgetField'
import { TradeChart } from './TradeChart'
import { TradeExports } from './TradeExports'
import { TradeKey } from './TradeKey'
import { TradeTooltip } from './TradeTooltip'
import { measuredPoints, measuredRuns, modelledPoints, paretoLine, type TradePoint } from './trade-points'
import { figuresOf, useTradeWords } from './trade-words'
import { useBudget } from './use-budget'

interface TradeViewProps {
  readonly model: ModelView
  readonly plan: Plan
  readonly advice: Advice
  /** Switches between list and chart. */
  readonly choice: ReactNode
}

/** Everything that was tried for advice, as memory against time. */
export function TradeView({ model, plan, advice, choice }: TradeViewProps) {
  const stage = useRef<HTMLElement>(null)
  const [active, setActive] = useState<string | null>(null)
  const { bytes: budgetBytes, setBytes } = useBudget(plan.totalBytes)
  const measurements = useApp((state) => state.measurements)
  const history = useApp((state) => state.history)
  const points = useMemo(() => {
    const runs = measuredRuns(model, measurements, history?.entries ?? [])
    return [...modelledPoints(advice.tried), ...measuredPoints(runs, advice.tried)]
  }, [model, advice, measurements, history])
  const line = useMemo(() => paretoLine(points), [points])
  const told = points.find(({ id }) => id === active)
  const applies = ({ configuration }: TradePoint) => !sameConfiguration(configuration, plan.configuration)
  const apply = (point: TradePoint) => {
    if (applies(point)) void actions.adopt(point.configuration)
  }
  return (
    <div className="advice-trade">
      <div className="advice-bar">
        {choice}
        <TradeKey points={points} />
        <BudgetField totalBytes={plan.totalBytes} />
        <TradeExports
          model={model}
          plan={plan}
          points={points}
          line={line}
          findChart={() => stage.current?.querySelector<SVGSVGElement>('svg.recharts-surface') ?? null}
        />
      </div>
      <section
        ref={stage}
        className="advice-trade-chart"
        data-testid="trade-chart"
        aria-label={t('advice:trade.chart', { file: model.fileName })}
      >
        <ResponsiveContainer>
          <TradeChart
            points={points}
            line={line}
            budgetBytes={budgetBytes}
            onBudget={setBytes}
            active={active}
            onActive={setActive}
            onApply={apply}
          />
        </ResponsiveContainer>
        {told === undefined ? null : <TradeTooltip point={told} />}
      </section>
      <OnTheLine
        untimed={advice.tried.filter(({ timeRatio }) => timeRatio === null).length}
        line={line}
        budgetBytes={budgetBytes}
        active={active}
        onActive={setActive}
        applies={applies}
      />
    </div>
  )
}

interface OnTheLineProps {
  /** How many were tried that no time is modelled for. */
  readonly untimed: number
  readonly line: readonly TradePoint[]
  readonly budgetBytes: number
  readonly active: string | null
  readonly onActive: (id: string | null) => void
  readonly applies: (point: TradePoint) => boolean
}

/** The points that nothing undercuts, in words. */
function OnTheLine({ untimed, line, budgetBytes, active, onActive, applies }: OnTheLineProps) {
  const { title } = useTradeWords()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolls where the panel is low, so the keyboard must get there
    <div className="advice-trade-list" tabIndex={0}>
      <Heading origin="modelled">{t('advice:trade.line')}</Heading>
      {line.length > 0 ? (
        <p className="advice-note">{t('advice:trade.explained')}</p>
      ) : untimed === 0 ? (
        <p className="advice-note">{t('advice:trade.noLine')}</p>
      ) : null}
      <ol>
        {line.map((point, index) => (
          <li
            key={point.id}
            data-active={point.id === active}
            data-beyond={point.bytes > budgetBytes}
            onPointerEnter={() => onActive(point.id)}
            onPointerLeave={() => onActive(null)}
          >
            <span className="advice-step">{index + 1}</span>
            <span>
              <b>{title(point)}</b>
              <span className="ui-number ui-muted">{figuresOf(point).join(' · ')}</span>
            </span>
            {applies(point) ? (
              <Button
                size="compact-xs"
                data-testid="trade-apply"
                onClick={() => void actions.adopt(point.configuration)}
              >
                {t('advice:apply')}
              </Button>
            ) : point.changes.length > 0 ? (
              <span className="ui-muted">{t('advice:codeOnly')}</span>
            ) : null}
          </li>
        ))}
      </ol>
      {untimed === 0 ? null : <p className="advice-note">{t('advice:trade.untimed', { count: untimed })}</p>}
      <p className="advice-note">{t('advice:timeNote')}</p>
    </div>
  )
}
