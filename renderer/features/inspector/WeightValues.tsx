// SPDX-License-Identifier: Apache-2.0
import { Button, Group } from '@mantine/core'
import { IconDownload, IconTable } from '@tabler/icons-react'
import { useState } from 'react'
import type { Result } from '#contract/errors'
import type { TensorView } from '#contract/model'
import type { FirstValues } from '#contract/statistics'
import { grouped } from '#messages/figures'
import { say, t } from '../../i18n'
import { actions } from '../../store'
import { formatValue } from './values'

const COLUMNS = 8

/** The values of a constant: its first ones as a table, all of them as a file. */
export function WeightValues({ tensor }: { readonly tensor: TensorView }) {
  const [shown, setShown] = useState<Result<FirstValues> | null>(null)
  const show = async () => setShown(shown === null ? await actions.firstValues(tensor.id) : null)
  return (
    <>
      <Group gap={6} mt={8}>
        <Button
          size="compact-xs"
          leftSection={<IconTable size={13} />}
          data-testid="weights-values"
          aria-pressed={shown !== null}
          onClick={() => void show()}
        >
          {t('inspector:weights.values')}
        </Button>
        <Button
          size="compact-xs"
          leftSection={<IconDownload size={13} />}
          data-testid="weights-npy"
          title={t('inspector:weights.npyText')}
          onClick={() => void actions.saveValues(tensor.id)}
        >
          .npy
        </Button>
      </Group>
      {shown === null ? null : shown.ok ? (
        <Table {...shown.value} />
      ) : (
        <p className="inspector-reason">{say(shown.problem.message)}</p>
      )}
    </>
  )
}

/** Rows follow the last axis where it is short, else so many values each. */
function Table({ dims, values }: FirstValues) {
  const last = dims.at(-1) ?? 1
  const columns = last > 1 && last <= COLUMNS ? last : Math.min(COLUMNS, values.length)
  const rows = Array.from({ length: Math.ceil(values.length / columns) }, (_, row) => row * columns)
  const all = dims.reduce((product, dim) => product * dim, 1)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolls, so the keyboard must get there
    <div className="inspector-values" tabIndex={0}>
      <table data-testid="weights-table">
        <caption>{t('inspector:weights.first', { shown: grouped(values.length), all: grouped(all) })}</caption>
        <tbody>
          {rows.map((first) => (
            <tr key={first}>
              <th scope="row">{`[${indexText(first, dims)}]`}</th>
              {[...values.subarray(first, first + columns)].map((value, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: values are known by their place
                <td key={column} title={String(value)}>
                  {formatValue(value)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Of a place in a row-major array. */
function indexText(place: number, dims: readonly number[]): string {
  let rest = place
  const index = [...dims].reverse().map((dim) => {
    const at = rest % dim
    rest = Math.floor(rest / dim)
    return at
  })
  return index.reverse().join(', ')
}
