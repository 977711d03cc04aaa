// SPDX-License-Identifier: Apache-2.0
import type { SettingId, SettingValue } from '#contract/configuration'

/** What a setting of an engine is called in one language. */
export interface SettingWords {
  /** Above its control. */
  readonly title: string
  /** Within a sentence. */
  readonly name: string
  /** Its values as the control offers them; one that is missing is written as it is. */
  readonly offered?: Readonly<Record<string, string>>
  /** Its values within a sentence; one that is missing is written as it is. */
  readonly said?: Readonly<Record<string, string>>
  /** In the name of a configuration, with the value as said within a sentence. */
  phrase(value: string): string
  /** What a value brings about, where its name alone does not tell. */
  readonly effects?: Readonly<Record<string, string>>
}

/** The words of a setting; those of one that a language does not know are made of its id. */
export function settingWords(known: Readonly<Record<SettingId, SettingWords>>, setting: SettingId) {
  const words: SettingWords = known[setting] ?? {
    title: setting,
    name: setting,
    phrase: (value) => `${setting} ${value}`,
  }
  const { title, name, offered = {}, said: inSentences = {}, effects = {} } = words
  const said = (value: SettingValue): string => inSentences[`${value}`] ?? `${value}`
  return {
    title,
    name,
    said,
    offered: (value: SettingValue): string => offered[`${value}`] ?? `${value}`,
    phrase: (value: SettingValue): string => words.phrase(said(value)),
    effect: (value: SettingValue): string | null => effects[`${value}`] ?? null,
  }
}
