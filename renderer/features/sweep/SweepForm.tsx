// SPDX-License-Identifier: Apache-2.0
import { Button, Checkbox, NumberInput, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { ModelView } from '#contract/model'
import { MOST_POINTS } from '#contract/sweep'
import { grouped } from '#messages/figures'
import { t } from '../../i18n'
import { traitsOf } from '../../lib/configurations'
import { actions, useApp, useProfiles } from '../../store'
import { subjectName } from './axis-names'
import { axisOfDraft, type Draft, draftOf, draftOfAxis, subjectKey, subjectsOf } from './sweep-form'

/** What to vary, and through which values. */
export function SweepForm({ model }: { readonly model: ModelView }) {
  const profiles = useProfiles()
  const configuration = useApp((state) => state.configuration)
  const sweep = useApp((state) => state.sweep)
  const subjects = subjectsOf(model.inputs, traitsOf(profiles, configuration.profile), configuration)
  const [draft, setDraft] = useState<Draft | null>(
    sweep && draftOfAxis(sweep.request.axis, sweep.request.resized, subjects),
  )
  const [first] = subjects
  if (first === undefined) return null
  const known = draft !== null && subjects.some((each) => subjectKey(each) === subjectKey(draft.subject))
  const current = known ? draft : draftOf(first, model.inputs)
  const { subject, values, step, resized } = current
  const axis = axisOfDraft(current)
  const problem = typeof axis === 'string' ? axis : null
  return (
    <form
      className="sweep-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (typeof axis !== 'string') void actions.askSweep(axis, resized && axis.kind === 'size')
      }}
    >
      <label htmlFor="sweep-subject">{t('sweep:vary')}</label>
      <Select
        id="sweep-subject"
        data-testid="sweep-subject"
        w={208}
        allowDeselect={false}
        data={subjects.map((each) => ({ value: subjectKey(each), label: subjectName(each) }))}
        value={subjectKey(subject)}
        onChange={(key) => {
          const chosen = subjects.find((each) => subjectKey(each) === key)
          if (chosen !== undefined) setDraft(draftOf(chosen, model.inputs))
        }}
      />
      {subject.kind === 'setting' ? (
        <span className="ui-muted">{t('sweep:allValues')}</span>
      ) : (
        <>
          <label htmlFor="sweep-values">{t('sweep:values')}</label>
          <TextInput
            id="sweep-values"
            data-testid="sweep-values"
            w={176}
            spellCheck={false}
            value={values}
            error={problem !== null}
            title={t('sweep:valuesHint')}
            onChange={(event) => setDraft({ ...current, values: event.currentTarget.value })}
          />
        </>
      )}
      {subject.kind === 'size' ? (
        <>
          <label htmlFor="sweep-step">{t('sweep:step')}</label>
          <NumberInput
            id="sweep-step"
            data-testid="sweep-step"
            w={72}
            min={1}
            max={65_536}
            allowDecimal={false}
            value={step}
            onChange={(value) => setDraft({ ...current, step: typeof value === 'number' && value > 0 ? value : 1 })}
          />
          <Checkbox
            size="xs"
            data-testid="sweep-resized"
            label={t('sweep:resized')}
            title={t('sweep:resizedHint')}
            checked={resized}
            onChange={(event) => setDraft({ ...current, resized: event.currentTarget.checked })}
          />
        </>
      ) : null}
      <Button variant="filled" type="submit" data-testid="sweep-plan" disabled={problem !== null}>
        {t('sweep:plan')}
      </Button>
      {problem === null ? null : (
        <span className="sweep-problem" role="alert">
          {t(`sweep:problem.${problem}`, { most: grouped(MOST_POINTS) })}
        </span>
      )}
    </form>
  )
}
