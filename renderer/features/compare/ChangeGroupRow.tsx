// SPDX-License-Identifier: Apache-2.0
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import type { ChangeGroup } from '#contract/change-groups'
import type { Say } from '#messages/message'
import { t } from '../../i18n'
import { BytesDelta } from '../../ui/Bytes'
import { AlgorithmChange } from './AlgorithmChange'

interface ChangeGroupRowProps {
  readonly group: ChangeGroup
  readonly open: boolean
  readonly say: Say
  /** Edge of the kernel of its layers; null where it is not known. */
  readonly kernel: number | null
  /** One of its layers is selected and not to be seen. */
  readonly selected: boolean
  /** The table has measured columns. */
  readonly measured: boolean
  readonly onToggle: () => void
}

/** Layers that are alike and change in the same way: how many, what becomes of them, and what it costs together. */
export function ChangeGroupRow({ group, open, say, kernel, selected, measured, onToggle }: ChangeGroupRowProps) {
  const { shape, a, b, layers, packedWeightDelta, workspaceDelta } = group
  const title = say({ id: 'layers.alike', count: layers.length, shape })
  const why = layers[0]?.why ?? null
  return (
    <tr
      data-testid="compare-group"
      data-layers={layers.length}
      data-packed-delta={packedWeightDelta}
      data-selectable
      data-selected={selected}
      onClick={onToggle}
    >
      <td title={title}>
        <button type="button" className="compare-group" aria-expanded={open}>
          {open ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />}
          <span>{title}</span>
        </button>
        {why === null ? null : (
          <small className="compare-reason" title={say(why)}>
            {say(why)}
          </small>
        )}
      </td>
      <td>
        <AlgorithmChange a={a} b={b} kernel={kernel} />
      </td>
      <td className="ui-end">
        <BytesDelta value={packedWeightDelta} />
      </td>
      <td className="ui-end" title={t('compare:largestWorkspace')}>
        <BytesDelta value={workspaceDelta} />
      </td>
      <td colSpan={measured ? 4 : 2} />
    </tr>
  )
}
