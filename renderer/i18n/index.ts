// SPDX-License-Identifier: Apache-2.0
import { createInstance, type i18n } from 'i18next'
import { LANGUAGES, type Language } from '#messages/languages'
import type { Say } from '#messages/message'
import { SPEAKERS, speaker } from '#messages/say'

/*
 * Every sentence of the window, in every language. One file a feature in preload/messages/<tag>/window: `en` is the
 * reference, the compiler refuses a language that lacks one of its keys, and a test one whose {{placeholders}} differ.
 *
 *   import { t } from '../../i18n'
 *   t('graph:legend.title')                       // key = namespace (file) : path
 *   t('graph:nodes', { count })                   // plural: nodes_one and nodes_other in en, nodes_other in zh-CN
 *   t('run:saved', { path })                      // 'Saved {{path}}'
 *   <Rich text={t('open:drop')} />                // where part of a sentence is <b>bold</b> or <code>code</code> (ui/Rich)
 *
 * Sentences of the engine come as messages: say(message) (preload/messages).
 *
 * Call t while rendering or acting, never at module level: a change of language draws the whole window anew, but
 * evaluates no module again. Tables of labels are made by `labels`, whose entries are looked up on every reading.
 */

const [REFERENCE] = LANGUAGES

const instance: i18n = createInstance()
void instance.init({
  lng: REFERENCE.tag,
  fallbackLng: REFERENCE.tag,
  resources: Object.fromEntries(LANGUAGES.map(({ tag, words }) => [tag, words])),
  ns: Object.keys(REFERENCE.words),
  defaultNS: 'common',
  initAsync: false,
  // React escapes.
  interpolation: { escapeValue: false },
})
markPage()

/** Sentences without parameters in the language of the window: they are looked up by the thousand when much is drawn anew. */
const plain = new Map<string, string>()

const translate = instance.t.bind(instance) as (key: string, given?: object) => string

export const t = ((key: string, given?: object) => {
  if (given !== undefined) return 'count' in given ? translate(key, given) : filled(key, given)
  const known = plain.get(key)
  if (known !== undefined) return known
  const found = translate(key)
  plain.set(key, found)
  return found
}) as i18n['t']

/** Sentences cut at their parameters: text and names in turn; null where more than names stands between the braces. */
const cut = new Map<string, readonly string[] | null>()
const PARAMETER = /\{\{(\w+)\}\}/

/** Finding a sentence and its parameters anew takes far longer than putting values between. */
function filled(key: string, given: object): string {
  let parts = cut.get(key)
  if (parts === undefined) {
    parts = translate(key, { skipInterpolation: true }).split(PARAMETER)
    if (parts.some((text, at) => at % 2 === 0 && /\{\{|\$t\(/.test(text))) parts = null
    cut.set(key, parts)
  }
  let text = ''
  for (const [at, part] of (parts ?? []).entries()) {
    const value: unknown = at % 2 === 0 ? part : given[part as never]
    if (typeof value !== 'string' && typeof value !== 'number') return translate(key, given)
    text += value
  }
  return parts === null ? translate(key, given) : text
}

/** What the engine says, in the language of the window. */
export const say: Say = (message) => SPEAKERS[currentLanguage()](message)

/** The same of a comparison, whose other side goes by this letter. */
export function sayOf(letter: string): Say {
  return speaker(currentLanguage(), letter)
}

export function currentLanguage(): Language {
  return LANGUAGES.find(({ tag }) => tag === instance.language)?.tag ?? REFERENCE.tag
}

/** Whoever shows text must be drawn anew. */
export function setLanguage(language: Language): void {
  void instance.changeLanguage(language)
  plain.clear()
  cut.clear()
  markPage()
}

/** Labels by value: reading one looks it up in the language of that moment. */
export function labels<Value extends string | number>(
  values: readonly Value[],
  label: (value: Value) => string,
): Readonly<Record<Value, string>> {
  const table = {} as Record<Value, string>
  for (const value of values) Object.defineProperty(table, value, { enumerable: true, get: () => label(value) })
  return table
}

function markPage(): void {
  if (globalThis.document !== undefined) document.documentElement.lang = currentLanguage()
}
