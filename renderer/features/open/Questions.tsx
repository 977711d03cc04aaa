// SPDX-License-Identifier: Apache-2.0
import { Button, Select, Tabs } from '@mantine/core'
import { IconChartBar, IconFolderOpen, IconLayoutGrid, IconScale } from '@tabler/icons-react'
import { type FormEvent, type ReactNode, useState } from 'react'
import { say, t } from '../../i18n'
import { groupedProfiles } from '../../lib/configurations'
import { actions, useApp, useProfiles } from '../../store'
import { askCosts, askEngines, askUpgrade, firstRelease, type ModelSource, QUESTIONS, type Question } from './questions'

const ICONS = { upgrade: IconScale, costs: IconLayoutGrid, target: IconChartBar } as const

interface QuestionsProps {
  /** The controls of the configuration. */
  readonly settings: ReactNode
  readonly disabled: boolean
}

/** What is to be known, of which model, on what: the answer is one press away. */
export function Questions({ settings, disabled }: QuestionsProps) {
  const profiles = useProfiles()
  const configuration = useApp((state) => state.configuration)
  const [question, setQuestion] = useState<Question>('upgrade')
  const [source, setSource] = useState<ModelSource | null>(null)
  const [before, setBefore] = useState<string | null>(null)
  const first = before ?? firstRelease(profiles, configuration.profile) ?? configuration.profile
  /** Whoever has not named a model yet is asked for it. */
  const withModel = async (ask: (model: ModelSource) => Promise<void>) => {
    const at = source === null ? await actions.pickFile() : null
    const model: ModelSource | null = at === null ? source : { kind: 'file', at }
    if (model !== null) await ask(model)
  }
  const answer: Readonly<Record<Question, (model: ModelSource) => Promise<void>>> = {
    upgrade: (model) => askUpgrade(model, profiles, first, configuration),
    costs: (model) => askCosts(model),
    target: (model) => askCosts(model, configuration),
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void withModel(answer[question])
  }
  return (
    <Tabs
      className="open-questions"
      orientation="vertical"
      keepMounted={false}
      value={question}
      onChange={(value) => setQuestion(QUESTIONS.find((each) => each === value) ?? 'upgrade')}
    >
      <Tabs.List className="open-question-list" aria-label={t('open:questions.title')}>
        {QUESTIONS.map((each) => {
          const Icon = ICONS[each]
          return (
            <Tabs.Tab
              key={each}
              value={each}
              className="open-question"
              data-testid={`question-${each}`}
              leftSection={<Icon size={20} aria-hidden="true" />}
            >
              <strong className="open-question-title">{t(`open:questions.${each}.title`)}</strong>
              <span className="open-question-text">{t(`open:questions.${each}.text`)}</span>
            </Tabs.Tab>
          )
        })}
      </Tabs.List>
      <Tabs.Panel value={question}>
        <form className="open-form" data-testid="question-form" onSubmit={submit}>
          <ModelField source={source} onChange={setSource} />
          {question === 'upgrade' ? (
            <div className="open-field">
              <label className="open-label" htmlFor="question-before">
                {t('open:questions.before')}
              </label>
              <Select
                id="question-before"
                data-testid="question-before"
                w={230}
                data={groupedProfiles(profiles, say)}
                value={first}
                searchable
                allowDeselect={false}
                maxDropdownHeight={320}
                onChange={setBefore}
              />
            </div>
          ) : null}
          {question === 'costs' ? null : (
            <div className="open-field">
              <span className="open-label">
                {t(question === 'upgrade' ? 'open:questions.after' : 'open:questions.on')}
              </span>
              {settings}
            </div>
          )}
          <div className="open-answers">
            <Button variant="filled" size="sm" type="submit" disabled={disabled} data-testid="question-ask">
              {t(`open:questions.${question}.ask`)}
            </Button>
            {question === 'costs' ? null : (
              <Button
                size="sm"
                variant="default"
                disabled={disabled}
                data-testid="question-engines"
                onClick={() => void withModel((model) => askEngines(model, configuration))}
              >
                {t('open:questions.engines')}
              </Button>
            )}
          </div>
        </form>
      </Tabs.Panel>
    </Tabs>
  )
}

interface ModelFieldProps {
  readonly source: ModelSource | null
  readonly onChange: (source: ModelSource | null) => void
}

/** A model that was open before, a sample, or another file. */
function ModelField({ source, onChange }: ModelFieldProps) {
  const recent = useApp((state) => state.recent)
  const samples = useApp((state) => state.samples)
  const files = recent.map(({ path, fileName }) => ({ value: `file ${path}`, label: fileName }))
  const picked = source?.kind === 'file' && !recent.some(({ path }) => path === source.at) ? source.at : null
  if (picked !== null) files.unshift({ value: `file ${picked}`, label: picked.split(/[\\/]/).at(-1) ?? picked })
  const pick = async () => {
    const at = await actions.pickFile()
    if (at !== null) onChange({ kind: 'file', at })
  }
  return (
    <div className="open-field">
      <label className="open-label" htmlFor="question-model">
        {t('open:questions.model')}
      </label>
      <div className="open-model">
        <Select
          id="question-model"
          data-testid="question-model"
          flex={1}
          placeholder={t('open:questions.none')}
          data={[
            ...(files.length === 0 ? [] : [{ group: t('open:recent'), items: files }]),
            {
              group: t('open:questions.samples'),
              items: samples.map(({ id, title }) => ({ value: `sample ${id}`, label: title })),
            },
          ]}
          value={source === null ? null : `${source.kind} ${source.at}`}
          maxDropdownHeight={320}
          onChange={(value) => {
            const [kind, ...at] = (value ?? '').split(' ')
            onChange(kind === 'file' || kind === 'sample' ? { kind, at: at.join(' ') } : null)
          }}
        />
        <Button
          variant="default"
          size="sm"
          data-testid="question-pick"
          leftSection={<IconFolderOpen size={15} />}
          onClick={() => void pick()}
        >
          {t('open:questions.pick')}
        </Button>
      </div>
    </div>
  )
}
