// SPDX-License-Identifier: Apache-2.0
import { Button, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { ALGORITHM_TRAITS } from '#contract/algorithms'
import type { Override } from '#contract/configuration'
import type { Problem } from '#contract/errors'
import { ALGORITHMS, type Algorithm } from '#contract/plan'
import { say, t } from '../../i18n'
import { ALGORITHM_LABELS } from '../../lib/labels'
import { actions } from '../../store'
import { LayersMeant } from './LayersMeant'

/** Output tile edges that some engine has. */
const UNITS = [2, 3, 4, 5, 6, 7]

/** Adds an override; a refusal stays beside the form with its reason. */
export function OverrideForm({ overrides }: { readonly overrides: readonly Override[] }) {
  const [layers, setLayers] = useState('')
  const [algorithm, setAlgorithm] = useState<Algorithm>('tiled')
  const [unit, setUnit] = useState('')
  const [problem, setProblem] = useState<Problem | null>(null)
  const { hasUnit } = ALGORITHM_TRAITS[algorithm]
  const add = async () => {
    const chosen = hasUnit && unit !== '' ? { unit: Number(unit) } : {}
    const refused = await actions.override([...overrides, { layers, algorithm, ...chosen }])
    setProblem(refused)
    if (refused === null) setLayers('')
  }
  return (
    <form
      className="configure-override-form"
      onSubmit={(event) => {
        event.preventDefault()
        void add()
      }}
    >
      <TextInput
        data-autofocus
        data-testid="override-layers"
        label={t('configure:overrides.layers')}
        description={layers === '' ? null : <LayersMeant layers={layers} />}
        inputWrapperOrder={['label', 'input', 'description']}
        placeholder="layer1.*"
        value={layers}
        onChange={(event) => setLayers(event.currentTarget.value)}
      />
      <div className="configure-override-choice">
        <Select
          label={t('configure:overrides.algorithm')}
          data-testid="override-algorithm"
          data={ALGORITHMS.map((value) => ({ value, label: ALGORITHM_LABELS[value] }))}
          value={algorithm}
          comboboxProps={{ withinPortal: false }}
          onChange={(value) => value !== null && setAlgorithm(value)}
        />
        <Select
          label={t('configure:overrides.unit')}
          data-testid="override-unit"
          disabled={!hasUnit}
          data={[{ value: '', label: t('configure:overrides.anyUnit') }, ...UNITS.map(String)]}
          value={unit}
          comboboxProps={{ withinPortal: false }}
          onChange={(value) => setUnit(value ?? '')}
        />
        <Button variant="filled" type="submit" data-testid="override-add" disabled={layers === ''}>
          {t('configure:overrides.add')}
        </Button>
      </div>
      {problem === null ? (
        <p className="configure-hint">{t('configure:overrides.rules')}</p>
      ) : (
        <p className="configure-refusal" role="alert" data-testid="override-refusal">
          {say(problem.message)}
        </p>
      )}
    </form>
  )
}
