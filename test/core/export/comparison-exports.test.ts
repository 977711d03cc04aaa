// SPDX-License-Identifier: Apache-2.0
import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import type { Comparison, LayerDifference } from '#contract/comparison'
import type { CategoryBytes } from '#contract/plan'
import { comparisonCsv } from '#core/export/comparison-csv'
import { comparisonJson } from '#core/export/comparison-json'
import type { ComparisonMetadata } from '#core/export/comparison-metadata'
import { spoken } from '#messages/say'

/** The columns looked at one by one. */
interface CsvRow {
  readonly record: string
  readonly name: string
  readonly value: string
  readonly total_delta_modelled_bytes: string
}

const metadata: ComparisonMetadata = {
  modelName: 'net, "the" one',
  fileName: 'net.mnn',
  sha256: 'ab'.repeat(32),
  format: 'mnn',
  inputs: [{ name: 'data', dims: [1, 3, 112, 112] }],
  appVersion: '0.1.0',
  exportedAt: new Date('2026-01-02T03:04:05Z'),
}

const totals = (packedWeights: number): CategoryBytes => ({
  packedWeights,
  workspace: 20,
  activations: 30,
  modelBuffer: 40,
  inputsOutputs: 0,
  other: 0,
})

const WHY = 'From tiled im2col to Winograd unit 6: because, “so”.'
const SUMMARY = ['B needs more.', 'It is so.']

const layer: LayerDifference = {
  node: 3,
  name: 'conv/1,\n"odd" name',
  title: 'layer',
  shape: null,
  a: { kind: 'convolution', algorithm: 'tiled', unit: null, packedWeightBytes: 9007199254740991, workspaceBytes: 5 },
  b: {
    kind: 'convolution',
    algorithm: 'winograd',
    unit: 6,
    packedWeightBytes: 7,
    workspaceBytes: 8,
    measured: { packedWeightBytes: 70, workspaceBytes: 80, durationNs: 90 },
  },
  packedWeightDelta: -9007199254740984,
  workspaceDelta: 3,
  changed: true,
  why: spoken(WHY),
}

const comparison: Comparison = {
  a: {
    configuration: { profile: 'mnn-1.0.1', settings: { memory: 'low' }, threads: 4, isa: 'avx2' },
    totals: totals(10),
    totalBytes: 100,
    lowerBound: false,
  },
  b: {
    configuration: {
      profile: 'mnn-2.8.1',
      settings: { memory: 'low' },
      threads: 4,
      isa: 'avx512',
      overrides: [
        { layers: 'conv*', algorithm: 'winograd', unit: 4 },
        { layers: 'conv9', algorithm: 'tiled' },
      ],
    },
    totals: totals(15),
    totalBytes: 105,
    lowerBound: true,
    measured: { peakTrackedBytes: 111, peakRssBytes: 222, inferenceNs: 333 },
  },
  deltas: { packedWeights: 5, workspace: 0, activations: 0, modelBuffer: 0, inputsOutputs: 0, other: 0 },
  totalDelta: 5,
  layers: [layer],
  summary: SUMMARY.map(spoken),
  rules: [],
}

describe('CSV', () => {
  const text = comparisonCsv({ metadata, comparison, letter: 'B' })
  const rows: CsvRow[] = parse(text, { columns: true })
  const named = (record: string, name: string) => rows.find((row) => row.record === record && row.name === name)

  it('is one RFC 4180 table: CRLF, and as many fields in every row', () => {
    const records: string[][] = parse(text)
    expect(new Set(records.map((fields) => fields.length)).size).toBe(1)
    expect(text.endsWith('\r\n')).toBe(true)
    expect(text.startsWith('record,name,value,')).toBe(true)
  })

  it('describes itself', () => {
    expect(named('metadata', 'model')?.value).toBe('net, "the" one')
    expect(named('metadata', 'file')?.value).toBe('net.mnn')
    expect(named('metadata', 'sha256')?.value).toBe(metadata.sha256)
    expect(named('metadata', 'input data')?.value).toBe('1×3×112×112')
    expect(named('metadata', 'exported at')?.value).toBe('2026-01-02T03:04:05.000Z')
    expect(named('metadata', 'A profile')?.value).toBe('mnn-1.0.1')
    expect(named('metadata', 'B instruction set')?.value).toBe('avx512')
    expect(named('metadata', 'B override 1')?.value).toBe('conv*=winograd:4')
    expect(named('metadata', 'B override 2')?.value).toBe('conv9=tiled')
    expect(named('metadata', 'A override 1')).toBeUndefined()
    expect(named('metadata', 'B inference measured ns')?.value).toBe('333')
    expect(named('metadata', 'A inference measured ns')).toBeUndefined()
    expect(named('summary', '2')?.value).toBe('It is so.')
  })

  it('has exact totals, modelled and measured apart', () => {
    expect(named('total', 'packedWeights')).toMatchObject({
      a_total_modelled_bytes: '10',
      b_total_modelled_bytes: '15',
      total_delta_modelled_bytes: '5',
      b_total_measured_bytes: '',
    })
    expect(named('total', 'total')?.total_delta_modelled_bytes).toBe('5')
    expect(named('total', 'peak resident set')).toMatchObject({
      a_total_measured_bytes: '',
      b_total_measured_bytes: '222',
    })
  })

  it('has every layer with exact bytes, whatever its name', () => {
    expect(rows.filter((row) => row.record === 'layer')).toEqual([
      expect.objectContaining({
        name: layer.name,
        node: '3',
        a_algorithm: 'tiled',
        b_algorithm: 'winograd',
        a_winograd_unit: '',
        b_winograd_unit: '6',
        a_packed_weights_modelled_bytes: '9007199254740991',
        packed_weights_delta_modelled_bytes: '-9007199254740984',
        workspace_delta_modelled_bytes: '3',
        a_packed_weights_measured_bytes: '',
        b_packed_weights_measured_bytes: '70',
        b_workspace_measured_bytes: '80',
        b_duration_measured_ns: '90',
        changed: 'yes',
        why: WHY,
      }),
    ])
  })
})

describe('the side that is held against A', () => {
  const third = { metadata, comparison, letter: 'D' }

  it('goes by its letter in columns and metadata of the CSV', () => {
    const [header = [], ...records]: string[][] = parse(comparisonCsv(third))
    expect(header.filter((column) => column.startsWith('b_'))).toEqual([])
    expect(header).toContain('d_packed_weights_modelled_bytes')
    expect(header.filter((column) => column.startsWith('d_'))).toHaveLength(9)
    expect(records.some(([record, name]) => record === 'metadata' && name === 'D instruction set')).toBe(true)
    const layerRow = records.find(([record]) => record === 'layer') ?? []
    expect(layerRow[header.indexOf('d_workspace_modelled_bytes')]).toBe('8')
  })

  it('is b in the JSON, which says the letter', () => {
    const document = JSON.parse(comparisonJson(third))
    expect(document.b).toMatchObject({ letter: 'D', modelled: { total: 105 } })
    expect(document.units.delta).toBe('D minus A')
  })
})

describe('JSON', () => {
  const document = JSON.parse(comparisonJson({ metadata, comparison, letter: 'B' }))

  it('has a versioned schema and says where it comes from', () => {
    expect(document).toMatchObject({
      schema: 'convscope-comparison',
      schemaVersion: 1,
      application: { name: 'Convscope', version: '0.1.0' },
      exportedAt: '2026-01-02T03:04:05.000Z',
      model: { name: metadata.modelName, fileName: 'net.mnn', sha256: metadata.sha256, format: 'mnn' },
    })
  })

  it('keeps modelled and measured apart, exact', () => {
    expect(document.a).toEqual({
      letter: 'A',
      configuration: comparison.a.configuration,
      modelled: { categories: totals(10), total: 100, atLeast: false },
      measured: null,
    })
    expect(document.b.measured).toEqual({ peakTrackedBytes: 111, peakRssBytes: 222, inferenceNs: 333 })
    expect(document.delta).toEqual({ modelled: { categories: comparison.deltas, total: 5 } })
    expect(document.layers).toEqual([
      {
        node: 3,
        name: layer.name,
        a: {
          algorithm: 'tiled',
          unit: null,
          modelled: { packedWeightBytes: 9007199254740991, workspaceBytes: 5 },
          measured: null,
        },
        b: {
          algorithm: 'winograd',
          unit: 6,
          modelled: { packedWeightBytes: 7, workspaceBytes: 8 },
          measured: layer.b.measured,
        },
        delta: { modelled: { packedWeightBytes: -9007199254740984, workspaceBytes: 3 } },
        changed: true,
        why: WHY,
      },
    ])
    expect(document.summary).toEqual(SUMMARY)
  })
})
