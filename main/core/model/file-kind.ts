// SPDX-License-Identifier: Apache-2.0
import type { ForeignKind } from '#messages/en/files'

/** What a file that is no model is, told by its signature; undefined where it has none that is known. */
export function signedKind(head: Uint8Array): ForeignKind | undefined {
  return SIGNATURES.find(({ offset, bytes }) => bytes.every((byte, i) => head[offset + i] === byte))?.kind
}

/** What kind of text a file is that is no model; undefined where it is none. */
export function textKind(head: Uint8Array): ForeignKind | undefined {
  if (!isText(head)) return undefined
  const start = new TextDecoder().decode(head.subarray(0, 256)).trimStart()
  if (start.startsWith('<')) return 'markup'
  return start.startsWith('{') || start.startsWith('[') ? 'json' : 'text'
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
]

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
