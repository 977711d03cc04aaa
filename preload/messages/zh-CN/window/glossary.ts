// SPDX-License-Identifier: Apache-2.0
import type { glossary as reference } from '../../en/window/glossary'
import type { Translation } from '../../translation'

export const glossary: Translation<typeof reference> = {
  title: '名词解释',
  close: '关闭',
  explain: '这是什么？',
  what: '什么是“{{term}}”？',
  term: {
    im2col: {
      title: 'im2col',
      text: '把卷积变成一次矩阵乘法：输入的每个窗口被复制为一列。速度快，但这些列需要空间：每次一块（“分块”），或一次全部。',
    },
    winograd: {
      title: 'Winograd 算法 F(m, k)',
      text: '用更少的乘法算出 k×k 核的 m×m 个输出，作用于变换后的权重与分块。每个核保存为 (m + k − 1)² 个值而非 k²：m = 4 的 3×3 核占用四倍大小。',
    },
    strassen: {
      title: 'Strassen',
      text: '按块做矩阵乘法，以七次乘积代替八次，并逐层重复。所需的块之和放在工作区中，每一层都要更多。',
    },
    packed: {
      title: '打包权重',
      text: '创建会话时引擎所做的权重副本，按其内核读取的顺序排列：按通道块补齐，或经过变换。会话存在多久，它就保留多久。',
    },
    workspace: {
      title: '工作区',
      text: '某层运行时的临时空间，往往每个线程一份。各层依次运行并共用它，也可放在没有张量存活之处：总量计入的是它给内存池增加的部分，而非各层之和。',
    },
    arena: {
      title: '内存池（arena）',
      text: '张量存活期间所在的一段内存。会留下放不进任何东西的空隙，因此它比任何时刻真正使用的都大。',
    },
    resident: {
      title: '常驻内存（RSS）',
      text: '操作系统为进程计算的内存：持有的全部、程序及其库，以及 C 库保留的部分。其峰值即 top 等工具所见的最大值。',
    },
  },
}
