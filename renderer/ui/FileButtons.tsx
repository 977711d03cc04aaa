// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import type { ReactNode } from 'react'

export interface FileButton {
  readonly id: string
  /** What is shown: the kind of file, or an icon. */
  readonly shown: ReactNode
  /** What it saves, in words. */
  readonly label: string
  readonly disabled?: boolean
  readonly save: () => void
}

/** Buttons in a row that save what is on screen, each as a kind of file. */
export function FileButtons({ buttons }: { readonly buttons: readonly FileButton[] }) {
  return (
    <Button.Group>
      {buttons.map(({ id, shown, label, disabled = false, save }, index) => (
        <Button
          key={id}
          variant="default"
          size="compact-xs"
          leftSection={index === 0 ? <IconDownload size={13} /> : undefined}
          disabled={disabled}
          data-testid={id}
          aria-label={label}
          title={label}
          onClick={save}
        >
          {shown}
        </Button>
      ))}
    </Button.Group>
  )
}
