// SPDX-License-Identifier: Apache-2.0
import type * as english from '../en/files'
import type { Sentences } from '../sentence'

const FOREIGN: Readonly<Record<english.ForeignKind, string>> = {
  bzip2: ' bzip2 压缩包',
  elf: ' ELF 程序',
  gguf: ' GGUF 模型',
  gif: ' GIF 图像',
  gitLfs: ' Git LFS 指针（模型本身尚未下载）',
  gzip: ' gzip 压缩包',
  hdf5: ' HDF5 文件（Keras 模型即为此格式）',
  jpeg: ' JPEG 图像',
  json: ' JSON 文档',
  markup: ' XML 或 HTML 文档',
  numpy: ' NumPy 数组',
  pdf: ' PDF 文档',
  png: ' PNG 图像',
  riff: ' WAVE 或 AVI 文件',
  tar: ' tar 归档',
  text: '文本文件',
  windows: ' Windows 程序',
  xz: ' xz 压缩包',
  zip: ' ZIP 压缩包（PyTorch 模型即为此格式）',
  zstandard: ' Zstandard 压缩包',
}

const PARTS: Readonly<Record<english.OnnxPart, string>> = {
  model: '模型',
  graph: '计算图',
  node: '节点',
  attribute: '属性',
  tensor: '张量',
}

/** Why files cannot be read or written, and are no models. */
export const files: Sentences<typeof english.files> = {
  'file.missing': () => '文件不存在',
  'file.noFolder': () => '所在文件夹不存在',
  'file.folder': () => '这是一个文件夹',
  'file.notRegular': () => '这不是普通文件',
  'file.readingForbidden': () => '没有读取权限',
  'file.writingForbidden': () => '没有写入权限',
  'file.readOnlySystem': () => '所在文件系统为只读',
  'file.diskFull': () => '磁盘已满',
  'file.system': ({ detail }) => `系统报告 ${detail}`,
  'file.empty': () => '文件为空',
  'file.foreign': ({ kind }) => `这是${FOREIGN[kind]}`,
  'file.noModel': ({ formats }) => `它不是 ${formats.join('、')} 格式的模型`,
  'file.shrank': () => '文件在读取过程中变短了',
  'file.over2GiB': () => '文件大于 2 GiB，单个模型文件不可能如此之大',
  'file.over512MiB': () => '文件大于 512 MiB',
  'file.noMemory': ({ bytes }) => `内存不足，无法读取其 ${bytes} 字节`,
  'file.noGraph': () => '其中没有计算图',
  'file.noOnnxGraph': () => '其中没有 ONNX 计算图',
  'file.noOperations': () => '其中没有算子',
  'file.version': ({ version, known }) => `其 schema 版本为 ${version}，而非 ${known}`,
  'file.tooManyNodes': ({ most }) => `节点多于 ${most} 个`,
  'file.tooManyTensors': ({ most }) => `张量多于 ${most} 个`,
  'file.graphTooLarge': ({ mebibytes }) => `其计算图不含权重就超过 ${mebibytes} MiB`,
  'file.sparseInitialisers': () => '其权重为稀疏初始值，Convscope 不读取',
  'file.unproducedOutput': ({ tensor }) => `没有节点产生其输出“${tensor}”`,
  'file.inputNoTensor': ({ input }) => `其输入“${input}”不是张量`,
  'file.weightsOutside': ({ weightsFile }) => `其权重文件“${weightsFile}”位于模型所在文件夹之外`,
  'file.ncnnCounts': () => '其开头没有层数与 blob 数',
  'file.ncnnLayers': ({ stated, found }) => `其中声明了 ${stated} 层，但在第 ${found} 层之后就结束了`,
  'file.ncnnLine': ({ line }) =>
    `第 ${line} 行不是层：应为类型、名称、两个数量、相应个数的 blob，以及形如 key=value 的参数`,

  'file.cutOff': ({ end, size }) => `其数据应延续到第 ${end} 字节，但文件在第 ${size} 字节结束`,
  'file.breaksOff': ({ byte }) => `其数据在第 ${byte} 字节处中断`,
  'file.broken': ({ part, byte }) => `其${PARTS[part]}数据在第 ${byte} 字节处损坏`,
  'file.overlaps': ({ part, byte }) => `第 ${byte} 字节处的${PARTS[part]}与其后的内容重叠`,
  'file.fieldTooLong': ({ part, stop, end }) => `${PARTS[part]}的某个字段延续到第 ${stop} 字节，超出了第 ${end} 字节`,
  'file.malformed': ({ detail }) => `其 protobuf 数据格式有误（${detail}）`,
  'file.noTable': ({ byte }) => `第 ${byte} 字节处没有表结构`,
  'file.listTooLong': ({ byte, count }) => `第 ${byte} 字节处的列表有 ${count} 项，过多`,
  'file.selfReference': ({ byte }) => `第 ${byte} 字节处的偏移指向自身`,
  'file.beforeBeginning': () => '有偏移指向文件开头之前',
  'file.repeats': () => '其各部分反复引用同一份数据',
  'file.fieldOutside': ({ field, byte }) => `第 ${byte} 字节处的表的字段 ${field} 位于表外`,
}

/** Why texts are no saved documents. */
export const documents: Sentences<typeof english.documents> = {
  'document.noJson': ({ detail }) => `它不是 JSON：${detail}`,
  'document.foreign': () => '它不是 Convscope 保存的文档',
  'document.later': ({ schemaVersion }) => `它由更高版本的 Convscope 保存（schema ${schemaVersion}）`,
  'document.unknownValue': ({ member, value }) => `${member} 的值为 ${value}，此版本的 Convscope 不认识`,
  'document.unknownSetting': ({ member }) => `${member} 是此版本的 Convscope 不认识的设置`,
  'document.invalid': ({ member, detail }) => `${member ?? '文档整体'}有误：${detail}`,
}
