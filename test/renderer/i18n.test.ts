import { afterEach, describe, expect, it } from 'vitest'
import { en } from '#renderer/i18n/en/index'
import { LANGUAGE_NAMES, labels, setLanguage, t } from '#renderer/i18n/index'
import { zhCN } from '#renderer/i18n/zh-CN/index'

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

afterEach(() => setLanguage('en'))

describe('translations', () => {
  const reference = sentences(en)
  const chinese = sentences(zhCN)

  it('keep values and marks of every sentence', () => {
    expect(chinese.size).toBeGreaterThan(0)
    for (const [path, sentence] of chinese)
      expect([path, fixedParts(sentence)]).toEqual([path, fixedParts(reference.get(path) ?? '')])
  })

  it('are not the English sentence, but for names and symbols', () => {
    const same = [...chinese].filter(([path, sentence]) => sentence === reference.get(path) && sentence.includes(' '))
    expect(same.map(([path]) => path)).toEqual(['common.algorithm.strassen-1x1', 'common.algorithm.gemm-1x1'])
  })

  it('change with the language, tables of labels too', () => {
    const table = labels(['low', 'high'] as const, (mode) => t(`common:memory.${mode}`))
    expect([table.low, t('common:configuration.threads', { count: 1 })]).toEqual(['Low', '1 thread'])
    setLanguage('zh-CN')
    expect([table.low, t('common:configuration.threads', { count: 1 })]).toEqual(['低', '1 线程'])
    expect(Object.keys(LANGUAGE_NAMES)).toEqual(['en', 'zh-CN'])
  })
})
