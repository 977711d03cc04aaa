// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { Machine } from '#contract/machine'
import { fixed } from '#messages/figures'
import { ISA_NAMES } from '#messages/terms'
import { say, t } from '../../i18n'
import { actions } from '../../store'
import { Origin } from '../../ui/Origin'
import { TimesFor } from './TimesFor'

/** What this machine can do at most, as it was measured once; measured now the first time that anybody looks. */
export function MachineFigures() {
  const [answer, setAnswer] = useState<Awaited<ReturnType<typeof actions.measureMachine>> | null>(null)
  const measure = async (again: boolean) => {
    setAnswer(null)
    setAnswer(await actions.measureMachine(again))
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it is first seen
  useEffect(() => void measure(false), [])
  return (
    <section className="settings-machine" data-testid="settings-machine">
      <h3 className="ui-heading" title={t('settings:machineMeaning')}>
        {t('settings:machine')} <Origin kind="measured" />
      </h3>
      {answer === null ? (
        <p>{t('settings:machineMeasuring')}</p>
      ) : answer.ok ? (
        <Figures machine={answer.value} />
      ) : (
        <p>{say(answer.problem.message)}</p>
      )}
      <Button
        size="compact-xs"
        variant="default"
        data-testid="settings-measure"
        disabled={answer === null}
        onClick={() => void measure(true)}
      >
        {t('settings:machineAgain')}
      </Button>
      <TimesFor here={answer?.ok ? answer.value : null} />
    </section>
  )
}

const DIGITS = 1

function Figures({ machine: { processor, arithmetic, reading } }: { readonly machine: Machine }) {
  return (
    <>
      <p>{processor}</p>
      <dl>
        {arithmetic.map(({ isa, rate }) => (
          <div key={isa}>
            <dt>{ISA_NAMES[isa]}</dt>
            <dd>{fixed(rate, DIGITS)} GFLOP/s</dd>
          </div>
        ))}
        <div className="ui-muted">
          <dt>{t('settings:machineFrom')}</dt>
          <dd>{t('settings:machineThreads')}</dd>
        </div>
        {reading.map(({ level, one, all }) => (
          <div key={level}>
            <dt>{t(`settings:machineLevels.${level}`)}</dt>
            <dd>
              {fixed(one, DIGITS)} · {fixed(all, DIGITS)} GB/s
            </dd>
          </div>
        ))}
      </dl>
    </>
  )
}
