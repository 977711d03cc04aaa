// SPDX-License-Identifier: Apache-2.0
import { ActionIcon, type ActionIconProps, Tooltip, type TooltipProps } from '@mantine/core'
import type { ComponentProps } from 'react'

interface IconButtonProps extends ActionIconProps, Omit<ComponentProps<'button'>, keyof ActionIconProps> {
  /** What it does, in words. */
  readonly label: string
  readonly tooltipPosition?: TooltipProps['position']
}

/** A button that shows an icon alone: its tooltip has the words. */
export function IconButton({ label, tooltipPosition = 'top', ...button }: IconButtonProps) {
  return (
    <Tooltip label={label} position={tooltipPosition}>
      <ActionIcon aria-label={label} {...button} />
    </Tooltip>
  )
}
