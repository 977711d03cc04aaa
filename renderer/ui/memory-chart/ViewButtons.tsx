// SPDX-License-Identifier: Apache-2.0
import { ActionIcon } from '@mantine/core'
import { IconArrowsHorizontal, IconZoomIn, IconZoomOut } from '@tabler/icons-react'
import { memo, useCallback, useRef } from 'react'
import { t } from '../../i18n'
import { type View, zoomed } from '../../lib/timeline/view-rows'
import { type Axis, SHORTEST } from './geometry'

interface ViewButtonsProps {
  readonly view: View
  readonly whole: View
  readonly axis: Axis
  readonly onView: (view: View | null) => void
}

const STEP = 2

/** For those who do not know the keys yet. */
export function ViewButtons(props: ViewButtonsProps) {
  const latest = useRef(props)
  latest.current = props
  const zoom = useCallback((factor: number | null) => {
    const { view, whole, axis, onView } = latest.current
    onView(factor === null ? null : zoomed(view, whole, factor, 0.5, SHORTEST[axis]))
  }, [])
  const { view, whole } = props
  return <Buttons zoomedIn={view.from > whole.from || view.to < whole.to} onZoom={zoom} />
}

interface ButtonsProps {
  readonly zoomedIn: boolean
  /** By a factor of the view's length; null shows everything. */
  readonly onZoom: (factor: number | null) => void
}

/** Not drawn anew with every step of a zoom. */
const Buttons = memo(function Buttons({ zoomedIn, onZoom }: ButtonsProps) {
  const buttons = [
    { label: t('timeline:zoomIn'), Icon: IconZoomIn, enabled: true, factor: 1 / STEP },
    { label: t('timeline:zoomOut'), Icon: IconZoomOut, enabled: zoomedIn, factor: STEP },
    { label: t('timeline:showAll'), Icon: IconArrowsHorizontal, enabled: zoomedIn, factor: null },
  ]
  return (
    <ActionIcon.Group>
      {buttons.map(({ label, Icon, enabled, factor }) => (
        <ActionIcon
          key={label}
          variant="default"
          size={22}
          aria-label={label}
          title={label}
          disabled={!enabled}
          onClick={() => onZoom(factor)}
        >
          <Icon size={13} />
        </ActionIcon>
      ))}
    </ActionIcon.Group>
  )
})
