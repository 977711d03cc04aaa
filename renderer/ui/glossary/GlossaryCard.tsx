// SPDX-License-Identifier: Apache-2.0
import './glossary.css'
import { t } from '../../i18n'
import { Drawing } from './Drawing'
import type { TermId } from './terms'

/** One word: a picture and two or three sentences. */
export function GlossaryCard({ of }: { readonly of: TermId }) {
  return (
    <article className="glossary-card" data-testid={`glossary-${of}`}>
      <Drawing of={of} />
      <div>
        <h3>{t(`glossary:term.${of}.title`)}</h3>
        <p>{t(`glossary:term.${of}.text`)}</p>
      </div>
    </article>
  )
}
