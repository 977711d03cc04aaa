// SPDX-License-Identifier: Apache-2.0
import { type ReactNode, useEffect } from 'react'
import type { ModelView } from '#contract/model'
import { say, t } from '../../i18n'
import { actions, useApp } from '../../store'
import { type ModelPair, selectBeside } from '../../store/selectors'
import { Empty } from '../../ui/Empty'
import { BESIDE, ScopeContext } from './graph-scope'
import { PaneHead } from './PaneHead'

interface ModelBesideProps {
  readonly pair: ModelPair
  readonly drawn: (model: ModelView) => ReactNode
}

/** The graph of the side that is of another file, as it was saved. */
export function ModelBeside({ pair, drawn }: ModelBesideProps) {
  const model = useApp((state) => selectBeside(state)?.model ?? null)
  const problem = useApp(({ other }) => (other?.answer?.ok === false ? other.answer.problem : null))
  // biome-ignore lint/correctness/useExhaustiveDependencies: another pair has another model
  useEffect(() => {
    void actions.loadBeside()
  }, [pair])
  return (
    <div className="graph-pane">
      <PaneHead pair={pair} of="beside" fileName={pair.diff[pair.beside].fileName} />
      {problem !== null ? (
        <Empty title={t('graph:failed')}>{say(problem.message)}</Empty>
      ) : model === null ? (
        <div className="ui-empty">{t('compare:moment')}</div>
      ) : (
        <ScopeContext.Provider value={BESIDE}>{drawn(model)}</ScopeContext.Provider>
      )}
    </div>
  )
}
