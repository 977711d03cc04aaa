// SPDX-License-Identifier: Apache-2.0
import type { ModelView } from '#contract/model'
import { t } from '../../i18n'
import { shapeText, typeText } from '../../lib/labels'
import { tensorsOf } from '../../lib/layers/lookups'
import { Bytes } from '../../ui/Bytes'
import { Heading } from '../../ui/Heading'
import { LayerName } from '../../ui/LayerName'

interface TensorTableProps {
  readonly title: string
  readonly model: ModelView
  /** Tensor ids; -1 for an input that is left out. */
  readonly tensors: readonly number[]
}

export function TensorTable({ title, model, tensors }: TensorTableProps) {
  const shown = tensorsOf(model, tensors)
  if (shown.length === 0) return null
  return (
    <section>
      <Heading>{title}</Heading>
      <table className="ui-table inspector-tensor">
        <thead className="mantine-visually-hidden" hidden>
          <tr>
            <th scope="col">{t('inspector:tensor.name')}</th>
            <th scope="col">{t('inspector:tensor.shape')}</th>
            <th scope="col">{t('inspector:tensor.size')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((tensor) => (
            <tr key={tensor.id}>
              <td title={tensor.name}>
                {tensor.constant === undefined ? null : (
                  <span className="ui-muted">{t(`inspector:constant.${tensor.constant}`)}</span>
                )}
                <LayerName name={tensor.name} />
              </td>
              <td className="ui-end">
                {shapeText(tensor.dims)}{' '}
                <span className="ui-muted">
                  {tensor.stored === undefined ? '' : `int${tensor.stored.bits} → `}
                  {typeText(tensor.dtype)}
                </span>
              </td>
              <td className="ui-end">
                {tensor.stored === undefined ? null : (
                  <span className="ui-muted">
                    <Bytes value={tensor.stored.bytes} /> →{' '}
                  </span>
                )}
                {tensor.bytes === null ? '' : <Bytes value={tensor.bytes} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
