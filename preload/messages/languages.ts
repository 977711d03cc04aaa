// SPDX-License-Identifier: Apache-2.0
import { en } from './en'
import { zhCN } from './zh-CN'

/** Each is a folder beside this file. The first is the one that is spoken where none matches. */
export const LANGUAGES = [en, zhCN] as const

/** A BCP 47 tag. */
export type Language = (typeof LANGUAGES)[number]['tag']

/** The language that a setting means where the system's is `locale`. */
export function languageOf(setting: Language | 'system', locale: string): Language {
  if (setting !== 'system') return setting
  return LANGUAGES.find(({ matches }) => matches(locale))?.tag ?? LANGUAGES[0].tag
}
