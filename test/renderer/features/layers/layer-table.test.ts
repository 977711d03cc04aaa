// SPDX-License-Identifier: Apache-2.0
import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { LAYER_COLUMNS, layerColumn, layerText } from '#renderer/features/layers/layer-table'
import type { LayerRow } from '#renderer/lib/layers/rows'

const ROW: LayerRow = {
  node: {
    id: 7,
    name: 'a, "b"\tc',
    op: 'Conv',
    sourceOp: 'Conv',
    inputs: [],
    outputs: [],
    attributes: [],
    folded: false,
  },
  tensors: '',
  constants: '',
  shape: '1×8×4×4',
  elements: 128,
  decision: null,
  kernel: null,
  kernelText: '',
  algorithm: '',
  measured: { node: 7, kernel: null, packedWeightBytes: 3, workspaceBytes: 5, durationNs: 4000 },
  changed: false,
  fusedInto: null,
  overlay: 0.25,
}
const CONV: LayerRow = {
  ...ROW,
  algorithm: 'Tiled im2col',
  decision: {
    node: 7,
    kind: 'convolution',
    algorithm: 'tiled',
    unit: null,
    weightBytes: 1152,
    packedWeightBytes: 2048,
    workspaceBytes: 100,
    macs: 9000,
    whatIf: false,
  },
}

describe('layerText', () => {
  it.each([',', '\t'] as const)('is read back as it was, whatever names hold (%j)', (delimiter) => {
    const [row, conv] = parse(layerText([ROW, CONV], LAYER_COLUMNS, delimiter), { columns: true, delimiter })
    expect(row).toMatchObject({ layer: '8', name: 'a, "b"\tc', packed_weights_modelled_bytes: '' })
    expect(conv).toMatchObject({
      algorithm: 'Tiled im2col',
      weights_bytes: '1152',
      packed_weights_modelled_bytes: '2048',
      workspace_modelled_bytes: '100',
      multiply_adds: '9000',
      time_measured_ns: '4000',
      throughput_measured_gflops: '4.5',
      node_data: '0.25',
    })
  })
  it('has the columns asked for, in that order', () => {
    expect(layerText([ROW], ['op', 'index'], ',')).toBe('op,layer\nConv,8\n')
  })
})

it('has no throughput without a time', () => {
  expect(layerColumn('throughput').value({ ...CONV, measured: null })).toBeUndefined()
})
