// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { sentences as en } from '#messages/en/sentences'
import { LANGUAGES } from '#messages/languages'
import type { Catalogue, MessageId, Say } from '#messages/message'
import { sentences as zhCN } from '#messages/zh-CN/sentences'

/** Stands for any parameter: a name, a figure, a list, a message. What it has within is the same again. */
const ANYTHING: unknown = new Proxy(() => ANYTHING, {
  get(_target, key) {
    if (key === Symbol.toPrimitive) return (hint: string) => (hint === 'number' ? 3 : '3')
    if (key === Symbol.iterator) return () => [ANYTHING].values()
    if (key === 'map' || key === 'flatMap') return (each: (item: unknown) => unknown) => [each(ANYTHING)]
    return key === 'length' ? 1 : ANYTHING
  },
})

/** What a sentence says of anything, and which parameters it takes. */
function tried(catalogue: Catalogue, id: MessageId) {
  const say: Say = () => (catalogue === zhCN ? '某事' : 'something')
  const taken = new Set<string>()
  const parameters = new Proxy(
    {},
    {
      get(_target, key) {
        taken.add(String(key))
        return ANYTHING
      },
    },
  )
  const sentence = catalogue[id] as (parameters: unknown, say: Say) => string
  return { text: sentence(parameters, say), taken: [...taken].sort() }
}

/** What the native engine, a document or a name says: English is that text alone. */
const QUOTED: ReadonlySet<MessageId> = new Set(['text', 'problem.engine.failed', 'engine.other'])
/** Names of settings and instruction sets are told by value: one that nobody knows goes by its id. */
const isName = (id: MessageId) => id.startsWith('setting.') || id === 'configuration.isa'
const IDS = (Object.keys(en) as MessageId[]).filter((id) => !QUOTED.has(id) && !isName(id))

describe.each(LANGUAGES)('the catalogue in $name', ({ sentences }) => {
  it('has every sentence', () => {
    expect(Object.keys(sentences).sort()).toEqual(Object.keys(en).sort())
  })

  it('is told everything that the English one is told', () => {
    const differing = IDS.flatMap((id) => {
      const [here, there] = [tried(en, id).taken, tried(sentences, id).taken]
      return here.join() === there.join() ? [] : [`${id}: ${here} / ${there}`]
    })
    expect(differing).toEqual([])
  })

  it('ends sentences where English ends them', () => {
    const ends = (text: string) => /[.。?？]$/.test(text)
    const differing = IDS.filter((id) => ends(tried(en, id).text) !== ends(tried(sentences, id).text))
    expect(differing).toEqual([])
  })
})

describe('the Chinese catalogue', () => {
  it('is Chinese, with Chinese punctuation', () => {
    const wrong = IDS.flatMap((id) => {
      const { text } = tried(zhCN, id)
      const good = /[\u4e00-\u9fff]/.test(text) && !/[\u4e00-\u9fff] ?[,;:!?]|[,;:] ?[\u4e00-\u9fff]/.test(text)
      return good ? [] : [`${id}: ${text}`]
    })
    expect(wrong).toEqual([])
  })
})
