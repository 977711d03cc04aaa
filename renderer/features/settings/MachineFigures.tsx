// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { say, t } from '../../i18n'
import { actions } from '../../store'
import { Origin } from '../../ui/Origin'
import { Figures } from './Figures'
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
        <>
          <p>{answer.value.processor}</p>
          <Figures machine={answer.value} />
        </>
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
