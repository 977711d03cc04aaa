// SPDX-License-Identifier: Apache-2.0
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { type RunningApp, SCREENSHOTS } from './app'

export interface Look {
  readonly scheme: 'light' | 'dark'
  readonly width: number
  readonly height: number
}

export type Shoot = (name: string) => Promise<void>

/** Gives the window a size and colours. */
export async function dress({ app, page }: RunningApp, { scheme, width, height }: Look): Promise<void> {
  await app.evaluate(
    ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height),
    { width, height },
  )
  await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
}

export function picture(name: string, { scheme, width }: Look): string {
  return join(SCREENSHOTS, `${name}-${scheme}-${width}.png`)
}

/** Takes pictures of the page; `resting`: the pointer goes out of the way first. */
export function shooter(page: Page, look: Look, resting = true): Shoot {
  mkdirSync(SCREENSHOTS, { recursive: true })
  return async (name) => {
    if (resting) await page.mouse.move(2, 2)
    // For charts, which have no end that could be waited for.
    await page.waitForTimeout(600)
    await page.screenshot({ path: picture(name, look), animations: 'disabled' })
  }
}
