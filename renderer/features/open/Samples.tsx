// SPDX-License-Identifier: Apache-2.0
import { open } from '#messages/en/window/open'
import { t } from '../../i18n'
import { actions, useApp } from '../../store'

/** The network that raised the question this tool answers; it comes first. */
const FOUNDING_CASE = 'iresnet100'

/** Those with a text in every language; another one describes itself. */
const SAMPLE_TEXTS: ReadonlySet<string> = new Set(Object.keys(open.sampleText))

export function Samples({ disabled }: { readonly disabled: boolean }) {
  const samples = useApp((state) => state.samples)
  if (samples.length === 0) return null
  const ordered = [...samples].sort((a, b) => Number(b.id === FOUNDING_CASE) - Number(a.id === FOUNDING_CASE))
  return (
    <section aria-labelledby="open-samples-heading">
      <h2 className="ui-heading" id="open-samples-heading">
        {t('open:samples')}
      </h2>
      <div className="open-samples">
        {ordered.map((sample) => (
          <button
            key={sample.id}
            type="button"
            className="open-sample"
            disabled={disabled}
            data-testid={`sample-${sample.id}`}
            onClick={() => void actions.openSample(sample.id)}
          >
            <strong>
              {sample.title}
              {sample.id === FOUNDING_CASE ? <span className="open-founding">{t('open:foundingCase')}</span> : null}
            </strong>
            <span>
              {SAMPLE_TEXTS.has(sample.id) ? t(`open:sampleText.${sample.id as 'squeezenet'}`) : sample.description}
            </span>
          </button>
        ))}
      </div>
    </section>
  )
}
