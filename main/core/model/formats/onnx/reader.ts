// SPDX-License-Identifier: Apache-2.0
import type { Model } from '../../graph'
import { MemoryBudget } from '../../memory-budget'
import { ModelBuilder } from '../../model-builder'
import { invalid } from '../../read-error'
import { dataType } from './data-types'
import { opsetOf } from './functions'
import { GraphWriter, sizeOf } from './graph-writer'
import { type ModelOutline, outlineModel, type ValueInfoProto } from './schema'
import { Scope } from './scope'
import type { Sequences } from './sequences'
import { checkStructure } from './structure'

export { looksLikeOnnx } from './structure'

const MAX_RANK = 32
/** Of memory, in every list of outputs that is made of the model's. */
const OUTPUT_BYTES = 40

/** Reads an .onnx file. Throws ReadError. */
export function readOnnx(path: string, bytes: Uint8Array): Model {
  const memory = new MemoryBudget(bytes.length)
  checkStructure(bytes, memory)
  const builder = new ModelBuilder({ indexType: 'int64' }, memory)
  const model = outlineModel(bytes)
  const graph = model.graph ?? invalid({ id: 'file.noGraph' })
  const writer = new GraphWriter(builder, { path, bytes }, model)
  const scope = new Scope(builder, { prefix: '', opset: opsetOf(model) ?? 1 })
  writer.constants(graph, scope)
  for (const input of graph.input) addInput(builder, scope, input, writer.sequences)
  writer.nodes(graph, scope)
  const outputs: number[] = []
  for (const { name = '' } of graph.output) {
    memory.take(OUTPUT_BYTES)
    const tensor = scope.find(name) ?? invalid({ id: 'file.unproducedOutput', tensor: name })
    for (const each of writer.sequences.find(tensor) ?? [tensor]) outputs.push(each)
  }
  const producer = [model.producerName, model.producerVersion].filter((part) => part).join(' ')
  return builder.build(producer, outputs, propertiesOf(model))
}

/** Texts of a file may be of any length: this much of one is kept. */
const LONGEST_PROPERTY = 2000

/** What the file says of itself besides its graph, by the names of onnx.proto. */
function propertiesOf(model: ModelOutline): { readonly name: string; readonly value: string }[] {
  const { irVersion, opsetImport = [], graph, domain, modelVersion, docString, metadataProps = [] } = model
  const all: readonly (readonly [string, string])[] = [
    ['ir_version', irVersion === undefined ? '' : String(irVersion)],
    ...opsetImport.map((each) => ['opset_import', `${each.domain || 'ai.onnx'} ${each.version ?? ''}`] as const),
    ['graph.name', graph?.name ?? ''],
    ['domain', domain ?? ''],
    ['model_version', modelVersion === undefined ? '' : String(modelVersion)],
    ['doc_string', docString ?? ''],
    ...metadataProps.map(({ key = '', value = '' }) => [`metadata_props.${key}`, value] as const),
  ]
  return all.flatMap(([name, value]) => (value === '' ? [] : [{ name, value: value.slice(0, LONGEST_PROPERTY) }]))
}

/** Old files list their initialisers among the inputs: those are constants. */
function addInput(
  builder: ModelBuilder,
  scope: Scope,
  { name = '', type }: ValueInfoProto,
  sequences: Sequences,
): void {
  if (scope.has(name)) return
  const tensor = scope.define(name)
  // An optional tensor is taken to be given.
  const tensorType = type?.tensorType ?? type?.optionalType?.elemType?.tensorType
  if (type && !tensorType) {
    sequences.addUnknown(tensor)
    builder.addInput(tensor, 'float32', { declaredDims: [], noTensor: true })
    return
  }
  const dims = tensorType?.shape?.dim ?? []
  if (dims.length > MAX_RANK) invalid({ id: 'tensor.inputRank', input: name, rank: dims.length })
  const declaredDims = tensorType?.shape ? dims.map(sizeOf) : null
  const dimNames = dims.map((dim) => (sizeOf(dim) === null ? dim.dimParam || null : null))
  builder.addInput(tensor, dataType(tensorType?.elemType ?? 0) ?? 'float32', { declaredDims, dimNames })
}
