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
    algorithm: {
      title: '哪种算法，为什么',
      text: '对每个卷积：列出所有候选、各自的代价，以及选中或淘汰它们的规则。',
    },
    memory: {
      title: '占用多少内存',
      text: '每层的打包权重与工作区，精确到字节：即时推算，按“运行”后实测。',
    },
    change: {
      title: '怎样才能改变',
      text: '切换引擎版本、内存模式、线程数或指令集，并与之前的结果对比。',
    },
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
