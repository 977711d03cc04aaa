// SPDX-License-Identifier: Apache-2.0
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInstance } from 'i18next'
import { afterEach, describe, expect, it } from 'vitest'
import { LANGUAGES, languageOf } from '#messages/languages'
import { labels, setLanguage, t } from '#renderer/i18n/index'

type Tree = { readonly [key: string]: string | Tree }

/** All sentences by path. */
function sentences(tree: Tree, path = ''): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]): [string, string][] =>
      typeof value === 'string' ? [[path + key, value]] : [...sentences(value, `${path}${key}.`)],
    ),
  )
}

/** What a sentence must keep in every language: values put in, and marked parts. */
function fixedParts(sentence: string): string[] {
  return (sentence.match(/\{\{\w+\}\}|<\/?\w+>/g) ?? []).sort()
}

/** Where words are asked for: the window, and what speaks without one (preload/messages/words.ts). */
const SPEAKING = ['renderer', 'main/core/export', 'preload/messages'].map((folder) =>
  join(import.meta.dirname, '../..', folder),
)

/** Keys in the sources: whole ones, and how those begin that are put together while running. */
function keysInUse(): { readonly whole: ReadonlySet<string>; readonly beginnings: readonly string[] } {
  const sources = SPEAKING.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((path) => path.replaceAll('\\', '/'))
      .filter((path) => /\.tsx?$/.test(path) && path !== 'i18n/index.ts')
      .map((path) => readFileSync(join(folder, path), 'utf8')),
  )
  const keys = sources.flatMap((source) => [...source.matchAll(/['"`](\w+:[\w.-]+)(\$\{)?/g)])
  return {
    whole: new Set(keys.filter(([, , open]) => open === undefined).map(([, key = '']) => key)),
    beginnings: keys.filter(([, , open]) => open !== undefined).map(([, key = '']) => key),
  }
}

afterEach(() => setLanguage('en'))

const reference = sentences(LANGUAGES[0].words)

describe.each(LANGUAGES.slice(1))('translations into $name', ({ words }) => {
  const translated = sentences(words)

  it('keep values and marks of every sentence', () => {
    expect(translated.size).toBeGreaterThan(0)
    for (const [path, sentence] of translated)
      expect([path, fixedParts(sentence)]).toEqual([path, fixedParts(reference.get(path) ?? '')])
  })

  it('are not the English sentence, but for names and symbols', () => {
    const same = [...translated].filter(
      ([path, sentence]) => sentence === reference.get(path) && sentence.includes(' '),
    )
    const names = ['strassen-1x1', 'gemm-1x1', 'im2col', 'col2im'].map(
      (algorithm) => `vocabulary.algorithm.${algorithm}`,
    )
    expect(same.map(([path]) => path)).toEqual(names)
  })
})

describe('the words of the window', () => {
  it('are all in use', () => {
    const { whole, beginnings } = keysInUse()
    const unused = [...reference.keys()]
      .map((path) => path.replace('.', ':').replace(/_(one|other)$/, ''))
      .filter((key) => !whole.has(key) && !beginnings.some((beginning) => key.startsWith(beginning)))
    expect(unused).toEqual([])
  })

  it('change with the language, tables of labels too', () => {
    const table = labels(['load', 'execute'] as const, (phase) => t(`common:phase.${phase}`))
    expect([table.load, t('configure:nodes', { count: 1 })]).toEqual(['Load', '1 node'])
    setLanguage('zh-CN')
    expect([table.load, t('configure:nodes', { count: 1 })]).toEqual(['加载', '1 个节点'])
  })

  it('are those of the system, English where there is no translation', () => {
    const meant = ['zh', 'zh-Hans-CN', 'en-GB', 'fr', ''].map((locale) => languageOf('system', locale))
    expect(meant).toEqual(['zh-CN', 'zh-CN', 'en', 'en', 'en'])
    expect(languageOf('en', 'zh')).toBe('en')
  })
})

it('fills every sentence in as the library does', () => {
  const library = createInstance()
  void library.init({
    ...{ lng: 'en', fallbackLng: 'en', initAsync: false, interpolation: { escapeValue: false } },
    resources: Object.fromEntries(LANGUAGES.map(({ tag, words }) => [tag, words])),
    ns: Object.keys(LANGUAGES[0].words),
  })
  for (const { tag, words } of LANGUAGES) {
    setLanguage(tag)
    void library.changeLanguage(tag)
    for (const [namespace, tree] of Object.entries(words))
      for (const [path, sentence] of sentences(tree as Tree)) {
        const names = [...sentence.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = '']) => name)
        const given = Object.fromEntries(names.map((name, at) => [name, at % 2 === 0 ? `<${name} $& $t(x)>` : at]))
        const key = `${namespace}:${path}`
        const say = t as (key: string, given: object) => string
        // The library takes what stands in a value for a sentence to be put in; the window takes it as it is.
        expect(say(key, given).replaceAll(' $t(x)', '')).toBe(library.t(key, plain(given)))
      }
  }
})

function plain(given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const text = (value: unknown) => (typeof value === 'string' ? value.replaceAll(' $t(x)', '') : value)
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, text(value)]))
}
