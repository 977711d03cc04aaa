// SPDX-License-Identifier: Apache-2.0
import type { Comparison } from '#contract/comparison'
import { say, t } from '../../i18n'
import { Heading } from '../../ui/Heading'
import { SideLetter } from '../../ui/SideLetter'

/** The rules by which A and the other side differ, each in the engine's words; nothing where both follow the same. */
export function RuleDifferences({ letter, rules }: Pick<Comparison, 'rules'> & { readonly letter: string }) {
  if (rules.length === 0) return null
  return (
    <section data-testid="rule-differences">
      <Heading>{t('advice:rules.title')}</Heading>
      <dl className="compare-rules">
        {rules.map(({ topic, a, b }) => (
          <div key={topic} data-topic={topic}>
            <dt>{t(`advice:rules.${topic}`)}</dt>
            <dd>
              <SideLetter letter="A" />
              <span>{say(a)}</span>
            </dd>
            <dd>
              <SideLetter letter={letter} />
              <span>{say(b)}</span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
