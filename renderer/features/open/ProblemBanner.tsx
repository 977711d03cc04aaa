// SPDX-License-Identifier: Apache-2.0
import './open.css'
import { Button, CloseButton } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { say, t } from '../../i18n'
import { actions, useApp } from '../../store'

/** The last expected failure: what happened, what to do next, and that nothing was lost. */
export function ProblemBanner() {
  const problem = useApp((state) => state.problem)
  const stays = useApp((state) => state.model?.fileName ?? null)
  // That the host is gone stands over the whole page already.
  if (problem === null || problem.code === 'host/lost') return null
  const aboutFile = problem.code.startsWith('file/') || problem.code.startsWith('model/')
  return (
    <div className="open-problem" role="alert" data-testid="problem-banner" data-code={problem.code}>
      <IconAlertTriangle size={18} aria-hidden="true" />
      <div>
        <strong>{say(problem.message)}</strong>
        <p>
          {problem.hint === undefined ? null : say(problem.hint)}
          {aboutFile && stays !== null ? ` ${t('open:stillOpen', { name: stays })}` : null}
        </p>
      </div>
      {aboutFile ? (
        <Button size="compact-xs" onClick={() => void actions.chooseModel()}>
          {t('open:another')}
        </Button>
      ) : null}
      <CloseButton size="sm" aria-label={t('common:dismiss')} onClick={actions.dismissProblem} />
    </div>
  )
}
