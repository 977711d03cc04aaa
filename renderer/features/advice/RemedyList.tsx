// SPDX-License-Identifier: Apache-2.0
import type { Remedy } from '#contract/advice'
import { t } from '../../i18n'
import { Heading } from '../../ui/Heading'
import { RemedyRow } from './RemedyRow'

/** Most bytes saved first; what only Convscope can show comes last, under a heading of its own. */
export function RemedyList({ remedies }: { readonly remedies: readonly Remedy[] }) {
  const real = remedies.filter(({ whatIf }) => !whatIf)
  const whatIfs = remedies.filter(({ whatIf }) => whatIf)
  return (
    <>
      <section>
        <Heading origin="modelled">{t('advice:remediesTitle')}</Heading>
        {real.length === 0 ? <p className="advice-text">{t('advice:noRemedy')}</p> : null}
        <ol className="advice-remedies">
          {real.map((remedy) => (
            <RemedyRow key={remedy.id} remedy={remedy} />
          ))}
        </ol>
      </section>
      {whatIfs.length === 0 ? null : (
        <section>
          <Heading origin="modelled">{t('advice:whatIfTitle')}</Heading>
          <p className="advice-text">{t('advice:whatIf')}</p>
          <ol className="advice-remedies">
            {whatIfs.map((remedy) => (
              <RemedyRow key={remedy.id} remedy={remedy} />
            ))}
          </ol>
        </section>
      )}
      <p className="advice-note">{t('advice:timeNote')}</p>
    </>
  )
}
