import { ActionIcon } from '@mantine/core'
import { IconArrowsHorizontal, IconZoomIn, IconZoomOut } from '@tabler/icons-react'
import { t } from '../../i18n'
import { type View, zoomed } from '../../lib/view-rows'
import { type Axis, SHORTEST } from './geometry'

interface ViewButtonsProps {
  readonly view: View
  readonly whole: View
  readonly axis: Axis
  readonly onView: (view: View | null) => void
}

const STEP = 2

/** For those who do not know the keys yet. */
export function ViewButtons({ view, whole, axis, onView }: ViewButtonsProps) {
  const zoomedIn = view.from > whole.from || view.to < whole.to
  const buttons = [
    {
      label: t('timeline:zoomIn'),
      Icon: IconZoomIn,
      enabled: true,
      act: () => onView(zoomed(view, whole, 1 / STEP, 0.5, SHORTEST[axis])),
    },
    {
      label: t('timeline:zoomOut'),
      Icon: IconZoomOut,
      enabled: zoomedIn,
      act: () => onView(zoomed(view, whole, STEP, 0.5, SHORTEST[axis])),
    },
    { label: t('timeline:showAll'), Icon: IconArrowsHorizontal, enabled: zoomedIn, act: () => onView(null) },
  ]
  return (
    <ActionIcon.Group>
      {buttons.map(({ label, Icon, enabled, act }) => (
        <ActionIcon
          key={label}
          variant="default"
          size={22}
          aria-label={label}
          title={label}
          disabled={!enabled}
          onClick={act}
        >
          <Icon size={13} />
        </ActionIcon>
      ))}
    </ActionIcon.Group>
  )
}
