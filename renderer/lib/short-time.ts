// SPDX-License-Identifier: Apache-2.0
import { currentLanguage } from '../i18n'

/** The time of today, else the date. */
export function shortTime(epochMs: number): string {
  const date = new Date(epochMs)
  const today = new Date().toDateString() === date.toDateString()
  const style = today ? ({ timeStyle: 'short' } as const) : ({ dateStyle: 'medium' } as const)
  return new Intl.DateTimeFormat(currentLanguage(), style).format(date)
}
