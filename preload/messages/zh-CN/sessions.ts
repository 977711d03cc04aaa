// SPDX-License-Identifier: Apache-2.0
import type * as english from '../en/sessions'
import type { Sentences } from '../sentence'

export const sessions: Sentences<typeof english.sessions> = {
  'sessions.own': () => '各自独立',
  'sessions.runtime': () => '共用一个 Runtime',
  'sessions.nets': () => '各用一个 Net',
  'sessions.extractors': () => '同一 Net 的多个 Extractor',
  'sessions.own.mnn': () => '每个会话创建自己的 Runtime：权重各自重新打包，仅同一 Interpreter 的会话共享模型文件。',
  'sessions.runtime.1.1.1': () =>
    '每个会话重新打包权重，激活与工作区也各自持有；会话可从 Runtime 的同一内存池取用其他会话归还的块。',
  'sessions.runtime.2.7.0': () =>
    '每个会话重新打包权重。单独创建的 Runtime 如何取用激活与工作区，此版本未作设置，因此其字节数未知。',
  'sessions.runtime.2.8.0': () =>
    '每个会话重新打包权重，激活与工作区也各自持有。单独创建的 Runtime 逐块取用它们，而单独的会话并非如此：即使只有一个会话也可能占用更多。',
  'sessions.runtime.2.9.5': () =>
    '每个会话重新打包权重；所有会话的激活与工作区位于同一整块，大小取最大者，因此会话须依次运行。',
  'sessions.nets.ncnn': () => '每个 Net 持有自己的权重、Blob 与工作区。',
  'sessions.extractors.ncnn': () => '同一 Net 的 Extractor 共享权重；同时运行的每一个持有自己的 Blob 与工作区。',
  'sessions.own.convscope': () => '会话之间不共享任何内存。',
}
