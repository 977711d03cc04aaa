// SPDX-License-Identifier: Apache-2.0
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import protobuf from 'protobufjs/light.js'
import type { DataType } from '#contract/model'
import { decodeElements } from '#core/model/decode-elements'
import { decodeModel, type TensorProto } from '#core/model/formats/onnx/schema'
import { readTensor } from '#core/model/formats/onnx/tensors'

/** Where Debian's libonnx-testdata puts the ONNX project's backend test data. */
const DATA = '/usr/share/libonnx-testdata/data'
const SUITES = ['node', 'simple', 'pytorch-converted', 'pytorch-operator'] as const

/** One folder of the test data: a model with values that go in and values that must come out. */
export interface TestCase {
  readonly name: string
  readonly modelPath: string
  /** Folders test_data_set_*. */
  readonly dataSets: readonly string[]
}

export const INSTALLED = existsSync(DATA)

export function testCases(): readonly TestCase[] {
  return SUITES.flatMap((suite) => {
    const folder = join(DATA, suite)
    return readdirSync(folder)
      .sort()
      .map((name): TestCase => {
        const path = join(folder, name)
        const dataSets = readdirSync(path).filter((each) => each.startsWith('test_data_set_'))
        return {
          name: `${suite}/${name}`,
          modelPath: join(path, 'model.onnx'),
          dataSets: dataSets.sort().map((each) => join(path, each)),
        }
      })
  })
}

/** A tensor of a data set. */
export interface TestTensor {
  readonly proto: TensorProto
  readonly dtype: DataType
  readonly dims: readonly number[]
  readonly values: readonly number[]
}

/** The files `input_*.pb` or `output_*.pb` of a data set, in order. */
export function testTensors(dataSet: string, which: 'input' | 'output'): readonly TestTensor[] {
  const count = readdirSync(dataSet).filter((name) => name.startsWith(`${which}_`)).length
  return Array.from({ length: count }, (_, i) => testTensor(join(dataSet, `${which}_${i}.pb`)))
}

/** Field numbers of onnx.proto: ModelProto.graph, GraphProto.initializer; both length-delimited. */
const GRAPH = (7 << 3) | 2
const INITIALISER = (5 << 3) | 2

/** A file that holds one TensorProto: read as the only initialiser of a model. */
function testTensor(path: string): TestTensor {
  const bytes = protobuf.Writer.create()
    .uint32(GRAPH)
    .fork()
    .uint32(INITIALISER)
    .bytes(readFileSync(path))
    .ldelim()
    .finish()
  const [proto = {}] = decodeModel(bytes).graph?.initializer ?? []
  const { dtype, constant } = readTensor({ path, bytes }, proto, path)
  const { dims, data } = constant
  if (data.kind === 'values') return { proto, dtype, dims, values: data.values }
  if (data.kind !== 'file') throw new Error(`${path}: elements of type ${proto.dataType} are not read.`)
  const count = dims.reduce((product, length) => product * length, 1)
  return { proto, dtype, dims, values: decodeElements(bytes, dtype, data.offset, count) }
}
