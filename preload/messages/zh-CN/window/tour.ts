// SPDX-License-Identifier: Apache-2.0
import type { tour as reference } from '../../en/window/tour'
import type { Translation } from '../../translation'

export const tour: Translation<typeof reference> = {
  start: '九十秒导览',
  title: '导览，第 {{step}} 步，共 {{of}} 步',
  leave: '离开',
  back: '上一步',
  next: '下一步',
  end: '结束导览',
  step: {
    total: {
      title: '模型占用多少',
      text: '这是某个 MNN 版本下的 ResNet100，为推算值：未曾运行。色条显示总量的构成；点按其中的词即可看到解释。',
    },
    map: {
      title: '花在哪里',
      text: '总量的每个字节在此都有一块面积，颜色即其算法。点按会在图与表中同时选中该层。',
    },
    compare: {
      title: '从何时起',
      text: '最旧版本下的同一模型为 A，当前版本为 B。尽管两者都请求少用内存，B 却占用更多。',
    },
    why: {
      title: '为什么',
      text: '这是增长最多的一层。此处说明它采用哪种算法，以及选中它的规则；下方是其他候选及其落选原因。',
    },
    remedy: {
      title: '怎样缓解',
      text: '占用更少的设置、构建与版本，并附程序代码。“应用”可试用，Ctrl+Z 撤销。“内存与时间”将它们相互比较。',
    },
    yours: {
      title: '轮到你的模型',
      text: '在此打开模型，或将其拖放到窗口任意处。可从“帮助”菜单或 Ctrl+K 再次开始导览。',
    },
  },
}
