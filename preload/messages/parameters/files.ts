import type { None } from './parameters'

/** What a file is that is no model, told by its first bytes. */
export type ForeignKind =
  | 'bzip2'
  | 'elf'
  | 'gguf'
  | 'gif'
  | 'gitLfs'
  | 'gzip'
  | 'hdf5'
  | 'jpeg'
  | 'json'
  | 'markup'
  | 'ncnn'
  | 'numpy'
  | 'pdf'
  | 'png'
  | 'riff'
  | 'tar'
  | 'text'
  | 'windows'
  | 'xz'
  | 'zip'
  | 'zstandard'

/** Messages of ONNX’s protocol that a file nests. */
export type OnnxPart = 'model' | 'graph' | 'node' | 'attribute' | 'tensor'

/** Why a file cannot be read or written: clauses whose subject is the file. Bytes are counted from its beginning. */
export interface FileParameters {
  'file.missing': None
  'file.noFolder': None
  'file.folder': None
  'file.notRegular': None
  'file.readingForbidden': None
  'file.writingForbidden': None
  'file.readOnlySystem': None
  'file.diskFull': None
  /** What the system calls it. */
  'file.system': { readonly detail: string }
  'file.empty': None
  'file.foreign': { readonly kind: ForeignKind }
  'file.noModel': None
  'file.shrank': None
  'file.over2GiB': None
  'file.over512MiB': None
  'file.noMemory': { readonly bytes: number }
  'file.noGraph': None
  'file.noOnnxGraph': None
  'file.noOperations': None
  'file.version': { readonly version: number; readonly known: number }
  'file.tooManyNodes': { readonly most: number }
  'file.tooManyTensors': { readonly most: number }
  'file.graphTooLarge': { readonly mebibytes: number }
  'file.sparseInitialisers': None
  'file.unproducedOutput': { readonly tensor: string }
  'file.inputNoTensor': { readonly input: string }
  'file.weightsOutside': { readonly weightsFile: string }

  'file.cutOff': { readonly end: number; readonly size: number }
  'file.breaksOff': { readonly byte: number }
  'file.broken': { readonly part: OnnxPart; readonly byte: number }
  'file.overlaps': { readonly part: OnnxPart; readonly byte: number }
  'file.fieldTooLong': { readonly part: OnnxPart; readonly stop: number; readonly end: number }
  'file.malformed': { readonly detail: string }
  'file.noTable': { readonly byte: number }
  'file.listTooLong': { readonly byte: number; readonly count: number }
  'file.selfReference': { readonly byte: number }
  'file.beforeBeginning': None
  'file.repeats': None
  'file.fieldOutside': { readonly field: number; readonly byte: number }
}

/** Why a text is no saved document. `member`: path of the JSON member. */
export interface DocumentParameters {
  'document.noJson': { readonly detail: string }
  'document.foreign': None
  'document.later': { readonly schemaVersion: number }
  'document.unknownValue': { readonly member: string; readonly value: string }
  'document.unknownSetting': { readonly member: string }
  /** `detail`: what the validation says; `member` is null for the whole. */
  'document.invalid': { readonly member: string | null; readonly detail: string }
}
