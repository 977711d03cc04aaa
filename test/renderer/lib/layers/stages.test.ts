// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import { stagesOf } from '#renderer/lib/layers/stages'

const stages = (...names: string[]) => stagesOf(names.map((name) => ({ name })))

it('takes the first part of a name that tells layers apart', () => {
  expect(
    stages('/net/layer1/conv1/Conv', '/net/layer1/conv2/Conv', '/net/layer2/conv1/Conv', '/net/layer2/Relu'),
  ).toEqual(['layer1', 'layer1', 'layer2', 'layer2'])
  expect(stages('fire2.squeeze', 'fire2.expand', 'fire3.squeeze', 'fire3.expand')).toEqual([
    ...['fire2', 'fire2'],
    ...['fire3', 'fire3'],
  ])
})

it('takes each entry of a numbered list for a stage', () => {
  expect(stages('blocks.0.conv', 'blocks.0.bn', 'blocks.1.conv', 'blocks.1.bn', 'head.fc', 'head.act')).toEqual([
    ...['blocks.0', 'blocks.0'],
    ...['blocks.1', 'blocks.1'],
    ...['head', 'head'],
  ])
})

it('knows none where names tell none, or one layer alone has it', () => {
  expect(stages('t351', 't352', 'conv2d_1.tmp_0', 'p2o.Conv.1', 'stem.conv', '')).toEqual([
    null,
    null,
    null,
    null,
    null,
    null,
  ])
  expect(stages('Conv.1', 'Conv.2', 'Add.3')).toEqual([null, null, null])
})
