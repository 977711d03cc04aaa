// SPDX-License-Identifier: Apache-2.0
import type { MessageOf } from '../sentence'
import { listed } from './names'

const FOREIGN = {
  bzip2: 'a bzip2 archive',
  caffe: 'a Caffe model: convert it to .mnn with MNNConvert -f CAFFE, or to .onnx with caffe2onnx',
  coreml:
    'a Core ML model, which cannot be converted back in general: export the network that it was made from to .onnx',
  darknet: 'a Darknet configuration: convert it with its weights to .onnx',
  elf: 'an ELF program',
  gguf: 'a GGUF model',
  gif: 'a GIF image',
  gitLfs: 'a Git LFS pointer (the model itself was not downloaded)',
  gzip: 'a gzip archive',
  hdf5: 'an HDF5 file: a Keras model in it is converted to .tflite with tf.lite.TFLiteConverter, or to .onnx with tf2onnx',
  keras: 'a Keras model: convert it to .tflite with tf.lite.TFLiteConverter, or to .onnx with tf2onnx or model.export',
  jpeg: 'a JPEG image',
  json: 'a JSON document',
  markup: 'an XML or HTML document',
  numpy: 'a NumPy array',
  openvino: 'an OpenVINO model, which cannot be converted back: open the .onnx or .tflite that it was made from',
  ort: 'a model in ONNX Runtime’s own format, which cannot be converted back: open the .onnx that it was made from',
  paddle: 'a PaddlePaddle model: convert it to .onnx with paddle2onnx',
  pdf: 'a PDF document',
  png: 'a PNG image',
  prototxt: 'a Caffe network without its weights: convert it with its .caffemodel to .mnn with MNNConvert -f CAFFE',
  pytorch: 'a PyTorch file: load it and export the model to .onnx with torch.onnx.export',
  rknn: 'a model compiled for a Rockchip processor: open the .onnx that it was made from',
  riff: 'a WAVE or AVI file',
  safetensors:
    'a safetensors file, which holds weights without a network: export the model to .onnx with torch.onnx.export or optimum-cli',
  tar: 'a tar archive',
  tensorflow: 'a TensorFlow model: convert it to .onnx with tf2onnx, or to .tflite with tf.lite.TFLiteConverter',
  tensorflowJs: 'a TensorFlow.js model: convert the SavedModel that it was made from to .onnx with tf2onnx',
  text: 'a text file',
  windows: 'a Windows program',
  xz: 'an xz archive',
  zip: 'a ZIP archive: unpack it first',
  zstandard: 'a Zstandard archive',
}

/** What a file is that is no model, told by its first bytes. */
export type ForeignKind = keyof typeof FOREIGN

/** Messages of ONNX’s protocol that a file nests. */
export type OnnxPart =
  | 'model'
  | 'graph'
  | 'function'
  | 'node'
  | 'attribute'
  | 'tensor'
  | 'sparse'
  | 'value'
  | 'type'
  | 'tensor type'
  | 'shape'
  | 'dimension'
  | 'entry'
  | 'operator set'

/** Why files cannot be read or written, and are no models. */
export const files = {
  'file.missing': () => 'there is no such file',
  'file.noFolder': () => 'its folder does not exist',
  'file.folder': () => 'it is a folder',
  'file.notRegular': () => 'it is not a regular file',
  'file.noAnswer': () => 'its file system does not answer',
  'file.nowLink': () => 'a link has taken its place since the model was opened',
  'file.readingForbidden': () => 'reading it is not permitted',
  'file.writingForbidden': () => 'writing it is not permitted',
  'file.readOnlySystem': () => 'its file system is read-only',
  'file.diskFull': () => 'the disk is full',
  'file.quotaFull': () => 'what this user may keep on the disk is used up',
  'file.limitOfSize': () => 'it would exceed the limit of file sizes that is set here',
  'file.pathTooLong': () => 'the path is too long for the file system',
  'file.linksInCircle': () => 'its links lead in a circle',
  'file.deviceFailed': () => 'the disk reports an error of the device',
  /** What the system calls it. */
  'file.system': ({ detail }: { detail: string }) => `the system reports ${detail}`,
  'file.empty': () => 'it is empty',
  'file.foreign': ({ kind }: { kind: ForeignKind }) => `it is ${FOREIGN[kind]}`,
  /** `formats`: labels of those that are known. */
  'file.noModel': ({ formats }: { formats: readonly string[] }) =>
    `it is not a model in one of the formats ${listed(formats)}`,
  'file.shrank': () => 'it became shorter while it was read',
  'file.over2GiB': () => 'it is larger than 2 GiB, which no single model file can be',
  'file.over512MiB': () => 'it is larger than 512 MiB',
  'file.noMemory': ({ bytes }: { bytes: number }) => `there is not enough memory to read its ${bytes} bytes`,
  'file.noGraph': () => 'it has no graph',
  'file.noOnnxGraph': () => 'it holds no ONNX graph',
  'file.noOperations': () => 'it has no operations',
  'file.version': ({ version, known }: { version: number; known: number }) =>
    `its schema version is ${version}, not ${known}`,
  'file.tooManyNodes': ({ most }: { most: number }) => `it has more than ${most} nodes`,
  'file.tooManyTensors': ({ most }: { most: number }) => `it has more than ${most} tensors`,
  'file.nestsTooDeep': ({ most }: { most: number }) => `its graphs or functions nest deeper than ${most} levels`,
  'file.tooManyParts': ({ mebibytes }: { mebibytes: number }) =>
    `it is made of so many parts that reading it would take more than ${mebibytes} MiB of memory`,
  'file.nameTooLong': ({ byte, most }: { byte: number; most: number }) =>
    `a name at byte ${byte} is longer than ${most} bytes`,
  'file.graphTooLarge': ({ mebibytes }: { mebibytes: number }) =>
    `its graph takes more than ${mebibytes} MiB without weights`,
  'file.unproducedOutput': ({ tensor }: { tensor: string }) => `nothing produces its output '${tensor}'`,
  'file.weightsNotRegular': ({ weightsFile }: { weightsFile: string }) =>
    `its weights file '${weightsFile}' is not a regular file`,
  'file.weightsOutside': ({ weightsFile }: { weightsFile: string }) =>
    `its weights file '${weightsFile}' is outside the model's folder`,
  'file.ncnnCounts': () => 'it does not begin with how many layers and blobs it has',
  'file.ncnnLayers': ({ stated, found }: { stated: number; found: number }) =>
    `it announces ${stated} layers, but ends after ${found}`,
  'file.ncnnLine': ({ line }: { line: number }) =>
    `its line ${line} is not a layer: a type, a name, two counts, as many blobs, and parameters as key=value`,

  'file.cutOff': ({ end, size }: { end: number; size: number }) =>
    `its data goes on to byte ${end}, but the file ends at byte ${size}`,
  'file.breaksOff': ({ byte }: { byte: number }) => `its data breaks off at byte ${byte}`,
  'file.broken': ({ part, byte }: { part: OnnxPart; byte: number }) => `its ${part} data is broken at byte ${byte}`,
  'file.overlaps': ({ part, byte }: { part: OnnxPart; byte: number }) =>
    `its ${part} at byte ${byte} overlaps what follows`,
  'file.fieldTooLong': ({ part, stop, end }: { part: OnnxPart; stop: number; end: number }) =>
    `a field of its ${part} goes on to byte ${stop}, beyond byte ${end}`,
  'file.malformed': ({ detail }: { detail: string }) => `its protobuf data is malformed (${detail})`,
  'file.noTable': ({ byte }: { byte: number }) => `byte ${byte} holds no table layout`,
  'file.listTooLong': ({ byte, count }: { byte: number; count: number }) =>
    `a list at byte ${byte} has ${count} entries`,
  'file.selfReference': ({ byte }: { byte: number }) => `byte ${byte} refers to itself`,
  'file.beforeBeginning': () => 'an offset points before the beginning of the file',
  'file.repeats': () => 'its parts refer to the same data over and over',
  'file.fieldOutside': ({ field, byte }: { field: number; byte: number }) =>
    `field ${field} of the table at byte ${byte} lies outside it`,
}

/** What Convscope writes that is no document. */
const OUTPUTS = {
  comparison: 'a comparison',
  sweep: 'a sweep',
  sessions: 'what several sessions hold',
  releases: 'what a model takes in releases',
  engines: 'what a model takes in engines',
  inspection: 'what “inspect” says of a model',
  advice: 'advice',
  check: 'the outcome of “check”',
  bisection: 'the outcome of “bisect”',
  attached: 'samples of a program’s memory',
  machine: 'what a machine can do',
  timings: 'times of kernels',
  schema: 'the schema of documents',
}
export type OutputWord = keyof typeof OUTPUTS

/** Why texts are no saved documents. */
export const documents = {
  'document.noJson': ({ detail }: { detail: string }) => `it is no JSON: ${detail}`,
  'document.foreign': () => 'it is no document that Convscope saved',
  'document.output': ({ what }: { what: OutputWord }) =>
    `it is ${OUTPUTS[what]}, which holds no plan to open: “convscope export” or “plan --json” saves one of the same model`,
  'document.later': ({ schemaVersion }: { schemaVersion: number }) =>
    `it was saved by a later version of Convscope (schema ${schemaVersion})`,
  'document.unknownValue': ({ member, value }: { member: string; value: string }) =>
    `${member} is ${value}, which this version of Convscope does not know`,
  'document.unknownSetting': ({ member }: { member: string }) =>
    `${member} is a setting that this version of Convscope does not know`,
  /** `detail`: what the validation says; `member` is null for the whole. */
  'document.invalid': ({ member, detail }: { member: string | null; detail: string }) => `${member ?? 'it'}: ${detail}`,
}

export type FileCause = MessageOf<typeof files>
export type DocumentCause = MessageOf<typeof documents & typeof files>
