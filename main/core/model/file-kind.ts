// SPDX-License-Identifier: Apache-2.0
import type { ForeignKind } from '#messages/en/files'

/**
 * What a file that is no model of a known format is, told by its first bytes; undefined where they say nothing or are
 * text, which textKind tells apart.
 */
export function signedKind(head: Uint8Array, fileName: string): ForeignKind | undefined {
  const match = SIGNATURES.find(({ offset, bytes }) => bytes.every((byte, i) => head[offset + i] === byte))
  if (match !== undefined) return match.kind === 'zip' ? archiveKind(head) : match.kind
  if (isSafetensors(head)) return 'safetensors'
  return isText(head) ? undefined : protobufKind(head, fileName.toLowerCase())
}

/** What kind of text a file is that is no model; undefined where it is none. */
export function textKind(head: Uint8Array): ForeignKind | undefined {
  if (!isText(head)) return undefined
  const start = new TextDecoder().decode(head).trimStart()
  if (start.startsWith('<')) return /<net\s[^>]*\bversion=/.test(start) ? 'openvino' : 'markup'
  if (start.startsWith('{') || start.startsWith('[')) return jsonKind(start)
  if (/^\s*node\s*\{/m.test(start)) return 'tensorflow'
  return /^\s*(layers?\s*\{|input(_dim|_shape)?\s*[:{])/m.test(start) ? 'prototxt' : 'text'
}

/** What a folder that was opened as a model is; undefined where it is none. */
export function foreignFolder(name: string, files: readonly string[]): ForeignKind | undefined {
  if (name.toLowerCase().endsWith('.mlpackage')) return 'coreml'
  return files.includes('saved_model.pb') || files.includes('saved_model.pbtxt') ? 'tensorflow' : undefined
}

interface Signature {
  readonly offset: number
  readonly bytes: readonly number[]
  readonly kind: ForeignKind
}

const ascii = (text: string) => [...text].map((character) => character.charCodeAt(0))
const signature = (kind: ForeignKind, bytes: readonly number[], offset = 0): Signature => ({ offset, bytes, kind })

const SIGNATURES: readonly Signature[] = [
  signature('png', [0x89, ...ascii('PNG')]),
  signature('jpeg', [0xff, 0xd8, 0xff]),
  signature('gif', ascii('GIF8')),
  signature('zip', [0x50, 0x4b, 0x03, 0x04]),
  signature('gzip', [0x1f, 0x8b, 0x08]),
  signature('xz', [0xfd, ...ascii('7zXZ')]),
  signature('bzip2', ascii('BZh')),
  signature('zstandard', [0x28, 0xb5, 0x2f, 0xfd]),
  signature('tar', ascii('ustar'), 257),
  signature('pdf', ascii('%PDF')),
  signature('elf', [0x7f, ...ascii('ELF')]),
  signature('windows', ascii('MZ')),
  signature('hdf5', [0x89, ...ascii('HDF')]),
  signature('gguf', ascii('GGUF')),
  signature('numpy', [0x93, ...ascii('NUMPY')]),
  signature('riff', ascii('RIFF')),
  signature('gitLfs', ascii('version https://git-lfs')),
  signature('ort', ascii('ORTM'), 4),
  signature('rknn', ascii('RKNN')),
  // A pickle whose first object is PyTorch's magic number 0x1950a86a20f9469cfc6c.
  signature('pytorch', [0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46]),
]

/** By the name of its first entry, at byte 30. */
function archiveKind(head: Uint8Array): ForeignKind {
  const length = (head[26] ?? 0) | ((head[27] ?? 0) << 8)
  const name = new TextDecoder().decode(head.subarray(30, 30 + length))
  if (/(^|\/)(data\.pkl|code\/|constants\.pkl|version|byteorder|\.format_version|\.data\/)/.test(name)) return 'pytorch'
  if (/^(metadata\.json|config\.json|model\.weights\.h5)$/.test(name)) return 'keras'
  return name.endsWith('.npy') ? 'numpy' : 'zip'
}

/** The length of a JSON head in 8 bytes, and that head. */
function isSafetensors(head: Uint8Array): boolean {
  const opens = head[8] === 0x7b && (head[9] === 0x22 || head[9] === 0x7d || head[9] === 0x20)
  return opens && head.subarray(4, 8).every((byte) => byte === 0)
}

/**
 * Protobuf files that begin like ONNX's or like nothing known: the first fields of TensorFlow's SavedModel and GraphDef,
 * of Core ML's Model, Caffe's NetParameter and PaddlePaddle's ProgramDesc.
 */
function protobufKind(head: Uint8Array, fileName: string): ForeignKind | undefined {
  const [first, second, third] = head
  if (first === 0x08 && third === 0x12) {
    // A number and then a message: a field of ONNX's second kind is text, which does not begin so.
    const { end } = varint(head, 3)
    if (head[end] !== 0x0a && head[end] !== 0x12) return undefined
    if (fileName.endsWith('.mlmodel')) return 'coreml'
    return second === 1 ? 'tensorflow' : 'coreml'
  }
  if (first === 0xa2 && second === 0x06) return 'caffe'
  if (first !== 0x0a) return undefined
  const { value: length, end } = varint(head, 1)
  if (head[end] === 0x08 && head[end + 2] === 0x10) return 'paddle'
  if (head[end] === 0x0a) return isName(part(head, end + 1)) ? 'tensorflow' : undefined
  const next = end + length
  const follows = [0x12, 0x1a].includes(head[next] ?? 0) || (head[next] === 0xa2 && head[next + 1] === 0x06)
  return follows && length > 0 && isText(head.subarray(end, next)) ? 'caffe' : undefined
}

function isName(bytes: Uint8Array): boolean {
  return /^[\w./-]+$/.test(new TextDecoder().decode(bytes))
}

/** The bytes behind their length. */
function part(bytes: Uint8Array, at: number): Uint8Array {
  const { value, end } = varint(bytes, at)
  return bytes.subarray(end, end + value)
}

function varint(bytes: Uint8Array, at: number): { readonly value: number; readonly end: number } {
  let value = 0
  for (let i = 0; i < 5; i++) {
    const byte = bytes[at + i] ?? 0
    value += (byte & 0x7f) * 2 ** (7 * i)
    if (byte < 0x80) return { value, end: at + i + 1 }
  }
  return { value, end: at + 5 }
}

/** Printable ASCII, whitespace and UTF-8 only, and enough of it. */
function isText(head: Uint8Array): boolean {
  if (head.length === 0) return false
  const printable = (byte: number) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d
  if (!head.every((byte) => printable(byte) && byte !== 0x7f)) return false
  try {
    // A UTF-8 sequence may be cut at the end of the head.
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true })
    return true
  } catch {
    return false
  }
}

function jsonKind(start: string): ForeignKind {
  if (/^\[(net|network)\]/.test(start)) return 'darknet'
  if (/"modelTopology"/.test(start)) return 'tensorflowJs'
  return /"base_code"/.test(start) ? 'paddle' : 'json'
}
