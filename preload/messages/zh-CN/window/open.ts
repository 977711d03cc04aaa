// SPDX-License-Identifier: Apache-2.0
import type { open as reference } from '../../en/window/open'
import type { Translation } from '../../translation'

export const open: Translation<typeof reference> = {
  stage: {
    opening: '正在打开 <b>{{name}}</b>…',
    reading: '正在读取 <b>{{name}}</b>…',
    parsing: '正在解析 <b>{{name}}</b>…',
  },
  progress: '打开 {{name}} 的进度',
  stillOpen: '{{name}} 仍保持打开。',
  another: '打开其他模型…',
  model: '打开…',
  drop: '或将模型（{{extensions}}）或已保存的文档（<b>.convscope</b>）拖放到窗口任意位置。权重留在文件中：不上传，也不复制。',
  lead: '查看推理引擎为网络的每一层选择了哪种卷积算法、占用多少内存，以及原因。',
  questions: {
    title: '想知道什么？',
    upgrade: {
      title: '升级后内存变大了',
      text: '两个版本并排：哪些层变大、由哪条规则造成、怎样缓解。',
      ask: '对比',
    },
    costs: {
      title: '内存花在哪里？',
      text: '每个字节都是一块面积：权重、层、张量、空隙，精确到字节。',
      ask: '显示内存图',
    },
    target: {
      title: '换到……会怎样？',
      text: '换一种引擎、设备、指令集或设置，无需拥有它。',
      ask: '规划',
    },
    model: '模型',
    none: '最近打开的、示例……',
    pick: '选择…',
    samples: '示例',
    before: '升级前',
    after: '升级后，以及两者的运行环境',
    on: '运行环境',
    engines: '所有引擎与版本',
  },
  recent: '最近打开',
  forget: '移除 {{name}}',
  gone: '<b>{{name}}</b> 已被删除或移走。显示的是之前读取的内容；运行需要该文件。',
  changed: '<b>{{name}}</b> 打开之后，磁盘上的文件已更改。',
  reload: '重新加载',
  alwaysReload: '总是重新加载',
  samples: '或从示例开始',
  sampleText: {
    iresnet100: '103 个卷积，199 MiB 权重，112×112：Winograd 与内存模式影响最大。',
    squeezenet: '26 个卷积，4.7 MiB 权重，224×224：小的 1×1 与 3×3 卷积核并列。',
    'mobilenet-v2': '53 个卷积，13 MiB 权重，224×224：逐通道卷积与 1×1 卷积交替。',
  },
  foundingCase: '由此开始：升级后内存增长',
}
