// SPDX-License-Identifier: Apache-2.0
import { Fragment } from 'react'
import type { NodeView } from '#contract/model'
import { t } from '../../i18n'
import { Heading } from '../../ui/Heading'

/** A node's attributes as its file has them. */
export function Attributes({ node: { attributes } }: { readonly node: NodeView }) {
  if (attributes.length === 0) return null
  return (
    <section>
      <Heading>{t('inspector:attributes')}</Heading>
      <dl className="ui-facts">
        {attributes.map(({ name, value }) => (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </Fragment>
        ))}
      </dl>
    </section>
  )
}
