// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path'
import type { BrowserWindow, Rectangle } from 'electron'
import * as v from 'valibot'
import { openStoredValue } from '#app/files/stored-value'

/** Where the window stands when it is not maximised. Without x and y the system places it. */
export interface WindowPlace {
  readonly bounds: { readonly width: number; readonly height: number; readonly x?: number; readonly y?: number }
  readonly maximised: boolean
}

/** Smallest window in which every control is in sight, in device-independent pixels. */
export const SMALLEST = { width: 900, height: 600 } as const

const INITIAL: WindowPlace = { bounds: { width: 1440, height: 900 }, maximised: false }
/** As much of the title bar as one needs to get hold of the window. */
const GRIP = 80

const whole = v.pipe(v.number(), v.integer())
const schema = v.strictObject({
  bounds: v.strictObject({
    width: v.pipe(whole, v.minValue(SMALLEST.width)),
    height: v.pipe(whole, v.minValue(SMALLEST.height)),
    x: v.exactOptional(whole),
    y: v.exactOptional(whole),
  }),
  maximised: v.boolean(),
})

/** The window's place, in window.json of the user's folder. */
export function openWindowPlace(folder: string) {
  const file = openStoredValue<WindowPlace>(join(folder, 'window.json'), schema, INITIAL)
  return {
    /** The place kept; without a position where the screen it was on is gone. */
    get: (screens: readonly Rectangle[]): WindowPlace => reachable(file.get(), screens),
    follow(window: BrowserWindow): void {
      window.on('close', () => {
        file.setNow({ bounds: window.getNormalBounds(), maximised: window.isMaximized() })
      })
    },
  }
}

export function reachable(place: WindowPlace, screens: readonly Rectangle[]): WindowPlace {
  const { width, height, x, y } = place.bounds
  if (x === undefined || y === undefined) return place
  const seen = screens.some(
    (area) =>
      x + width >= area.x + GRIP && x <= area.x + area.width - GRIP && y >= area.y && y <= area.y + area.height - GRIP,
  )
  return seen ? place : { ...place, bounds: { width, height } }
}
