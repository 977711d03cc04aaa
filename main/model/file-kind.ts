/** What a file that is no model is, told by its first bytes; undefined where they say nothing. */
export function foreignKind(head: Uint8Array): string | undefined {
  const match = SIGNATURES.find(({ offset, bytes }) => bytes.every((byte, i) => head[offset + i] === byte))
  if (match !== undefined) return match.kind
  return isText(head) ? textKind(new TextDecoder().decode(head.subarray(0, 256))) : undefined
}

interface Signature {
  readonly offset: number
  readonly bytes: readonly number[]
  readonly kind: string
}

const ascii = (text: string) => [...text].map((character) => character.charCodeAt(0))
const signature = (kind: string, bytes: readonly number[], offset = 0): Signature => ({ offset, bytes, kind })

const SIGNATURES: readonly Signature[] = [
  signature('a PNG image', [0x89, ...ascii('PNG')]),
  signature('a JPEG image', [0xff, 0xd8, 0xff]),
  signature('a GIF image', ascii('GIF8')),
  signature('a ZIP archive (PyTorch models are such)', [0x50, 0x4b, 0x03, 0x04]),
  signature('a gzip archive', [0x1f, 0x8b, 0x08]),
  signature('an xz archive', [0xfd, ...ascii('7zXZ')]),
  signature('a bzip2 archive', ascii('BZh')),
  signature('a Zstandard archive', [0x28, 0xb5, 0x2f, 0xfd]),
  signature('a tar archive', ascii('ustar'), 257),
  signature('a PDF document', ascii('%PDF')),
  signature('an ELF program', [0x7f, ...ascii('ELF')]),
  signature('a Windows program', ascii('MZ')),
  signature('an HDF5 file (Keras models are such)', [0x89, ...ascii('HDF')]),
  signature('a GGUF model', ascii('GGUF')),
  signature('a NumPy array', [0x93, ...ascii('NUMPY')]),
  signature('a WAVE or AVI file', ascii('RIFF')),
  signature('a Git LFS pointer (the model itself was not downloaded)', ascii('version https://git-lfs')),
  signature('an ncnn parameter file', ascii('7767517')),
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

function textKind(text: string): string {
  const start = text.trimStart()
  if (start.startsWith('<')) return 'an XML or HTML document'
  if (start.startsWith('{') || start.startsWith('[')) return 'a JSON document'
  return 'a text file'
}
