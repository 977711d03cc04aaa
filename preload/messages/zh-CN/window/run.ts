// SPDX-License-Identifier: Apache-2.0
import type { run as reference } from '../../en/window/run'
import type { Translation } from '../../translation'

export const run: Translation<typeof reference> = {
  run: '运行',
  hint: '在 Convscope 自带引擎中运行模型并实测内存',
  options: '运行选项',
  cannotExecute: '本机无法执行 {{isa}}：方案仍有效，但运行需要本机支持的指令集。',
  starting: '正在启动',
  cancelling: '正在取消',
  progress: '运行进度',
  inferences: '准备后的推理次数',
  input: '输入',
  synthetic: '合成输入',
  file: '原始文件…',
  seed: '伪随机数种子',
  format: '小端 float32，按输入的维度顺序。',
  another: '选择其他文件…',
}
