// SPDX-License-Identifier: Apache-2.0
import type * as english from '../en/dialogs'
import type { Sentences } from '../sentence'

export const dialogs: Sentences<typeof english.dialogs> = {
  'dialog.openModel': () => '打开模型',
  'dialog.openDocument': () => '打开已保存的方案与运行',
  'dialog.openNodeData': () => '打开节点数据',
  'dialog.chooseInput': () => '选择输入',
  'dialog.chooseMachine': () => '选择机器',
  'dialog.machine': () => '“convscope machine --json”的输出',
  'dialog.models': () => '模型和已保存的文档',
  'dialog.documents': () => 'Convscope 保存的文件',
  'dialog.values': () => '原始 float32 数值',
  'dialog.allFiles': () => '所有文件',
  'dialog.mayStart': () => '启动此程序并对其内存采样？',
  'dialog.leftOut': ({ characters }) => `［此处省略 ${characters} 个字符］`,
  'dialog.start': () => '启动',
  'dialog.cancel': () => '取消',
}
