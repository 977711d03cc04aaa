import { ActionIcon } from '@mantine/core'
import { IconArrowsHorizontal, IconZoomIn, IconZoomOut } from '@tabler/icons-react'
import { memo } from 'react'
import { t } from '../../i18n'

interface ViewButtonsProps {
  readonly zoomedIn: boolean
  /** By a factor of the view's length. */
  readonly onZoom: (factor: number) => void
  readonly onAll: () => void
}

const STEP = 2

/** For those who do not know the keys yet. */
export const ViewButtons = memo(function ViewButtons({ zoomedIn, onZoom, onAll }: ViewButtonsProps) {
  const buttons = [
    { label: t('timeline:zoomIn'), Icon: IconZoomIn, enabled: true, act: () => onZoom(1 / STEP) },
    { label: t('timeline:zoomOut'), Icon: IconZoomOut, enabled: zoomedIn, act: () => onZoom(STEP) },
    { label: t('timeline:showAll'), Icon: IconArrowsHorizontal, enabled: zoomedIn, act: onAll },
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
})
