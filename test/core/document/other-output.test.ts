// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { readDocument } from '#core/document/read'
import { english } from '#messages/say'

/** As the commands print it, cut to the members that it is known by and one more. */
const PRINTED: Readonly<Record<string, unknown>> = {
  'a comparison': { schema: 'convscope-comparison', schemaVersion: 1, summary: [] },
  'a sweep': { schema: 'convscope-sweep', schemaVersion: 1, points: [] },
  'what several sessions hold': { schema: 'convscope-sessions', schemaVersion: 1, sessions: [] },
  'what a model takes in releases': [{ configuration: {}, releases: [] }],
  'what a model takes in engines': [{ engine: 'MNN', configuration: {}, releases: [] }],
  'what “inspect” says of a model': { fileName: 'm.onnx', operations: [], layers: [], inputs: [] },
  advice: { configuration: {}, totalBytes: 1, lints: [], remedies: [] },
  'the outcome of “check”': { passed: true, fileName: 'm.onnx', findings: [] },
  'the outcome of “bisect”': { good: {}, first: null, unknown: [] },
  'samples of a program’s memory': { id: 'attached', command: [], processes: [], samples: [] },
  'what a machine can do': { processor: 'x', threads: 2, arithmetic: [] },
  'the schema of documents': {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:convscope:document:2',
  },
}

describe('JSON that Convscope wrote and that holds no plan', () => {
  it.each(Object.entries(PRINTED))('is called what it is, with the way to a document: %s', (what, json) => {
    const read = readDocument(JSON.stringify(json), 'out.json')
    expect(read.ok).toBe(false)
    if (read.ok) return
    const sentence = english(read.problem.message)
    expect(sentence).toContain(`it is ${what}, which holds no plan`)
    expect(sentence).toContain('convscope export')
  })

  it('is not confused with JSON of others', () => {
    for (const json of [{}, [], null, 3, { schema: 'other' }, { fileName: 'm', layers: [] }]) {
      const read = readDocument(JSON.stringify(json), 'out.json')
      expect(read.ok ? '' : english(read.problem.message)).toContain('no document that Convscope saved')
    }
  })
})
