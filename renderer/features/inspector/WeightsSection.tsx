// SPDX-License-Identifier: Apache-2.0
import { Button, Loader, SegmentedControl } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { ModelView, NodeView, TensorView } from '#contract/model'
import { say, t } from '../../i18n'
import { tensorsOf } from '../../lib/layers/lookups'
import { actions, useApp } from '../../store'
import { Heading } from '../../ui/Heading'
import { WeightFigures } from './WeightFigures'
import { WeightValues } from './WeightValues'

/** Nodes are passed quickly with the arrow keys: only where the selection stays are values read. */
const DELAY_MS = 200

interface WeightsSectionProps {
  readonly model: ModelView
  readonly node: NodeView
}

/** What the values of a node's constants are like; read from the file when they are looked at. */
export function WeightsSection({ model, node }: WeightsSectionProps) {
  const constants = tensorsOf(model, node.inputs).filter(hasValues)
  const [chosen, choose] = useState<number | null>(null)
  const tensor = constants.find(({ id }) => id === chosen) ?? constants[0]
  if (tensor === undefined) return null
  return (
    <section data-testid="weights">
      <Heading>{t('inspector:weights.title')}</Heading>
      {constants.length === 1 ? null : (
        <SegmentedControl
          className="inspector-weights-choice"
          fullWidth
          aria-label={t('inspector:weights.choice')}
          value={String(tensor.id)}
          onChange={(id) => choose(Number(id))}
          data={constants.map(({ id, name }) => ({ value: String(id), label: shortName(name, id) }))}
        />
      )}
      <Statistics key={tensor.id} tensor={tensor} />
      {model.document === undefined ? <WeightValues key={`values ${tensor.id}`} tensor={tensor} /> : null}
    </section>
  )
}

function Statistics({ tensor }: { readonly tensor: TensorView }) {
  const state = useApp(({ statistics }) => statistics.get(tensor.id)) ?? { kind: 'unknown' }
  useEffect(() => {
    if (state.kind !== 'unknown') return
    const timer = setTimeout(() => void actions.loadStatistics(tensor.id), DELAY_MS)
    return () => clearTimeout(timer)
  }, [state.kind, tensor.id])
  switch (state.kind) {
    case 'known':
      return <WeightFigures statistics={state.value} />
    case 'failed':
      return <p className="inspector-reason">{say(state.problem.message)}</p>
    case 'cancelled':
      return <Button onClick={() => void actions.loadStatistics(tensor.id)}>{t('inspector:weights.read')}</Button>
    default:
      return (
        <div className="inspector-weights-busy" role="status">
          <Loader size="xs" />
          <span className="ui-muted">{t('inspector:weights.reading')}</span>
          <Button variant="subtle" size="compact-xs" onClick={() => void actions.cancelStatistics()}>
            {t('common:cancel')}
          </Button>
        </div>
      )
  }
}

/** Text has no figures, and one value is its own statistics. */
function hasValues({ constant, dims, dtype }: TensorView): boolean {
  const elements = dims?.reduce((product, dim) => product * dim, 1) ?? 0
  return constant !== undefined && dtype !== 'string' && elements > 1
}

/** Names repeat the layer's: the last part tells weights from bias. */
function shortName(name: string, id: number): string {
  return name.split(/[./:]/).at(-1) || `#${id}`
}
