// SPDX-License-Identifier: Apache-2.0
import type { share as reference } from '../../en/window/share'
import type { Translation } from '../../translation'

export const share: Translation<typeof reference> = {
  title: '分享',
  ofComparison: '将此对比保存为',
  ofPlan: '将此配置保存为',
  ofGraph: '将计算图保存为',
  ofSelection: '将所选层及其相邻层保存为',
  compareFirst: '先将一个配置保留为 A，再更改它：之后便可将对比保存为图片、表格或 JSON。',
  kinds: {
    report: {
      name: '报告（HTML）',
      purpose: '给做决定的人：首页即有结论、原因和对策；任何浏览器都能打开，也可打印。',
    },
    document: {
      name: '文档（.convscope）',
      purpose: '给使用 Convscope 的同事：没有模型文件也能打开，含计算图、规划和运行。',
    },
    png: { name: '图片（PNG）', purpose: '用于聊天、问题单和幻灯片。' },
    svg: { name: '矢量图（SVG）', purpose: '用于论文和网页：任意缩放都清晰。' },
    csv: { name: '表格（CSV）', purpose: '用于电子表格：每层一行。' },
    json: { name: '数据（JSON）', purpose: '供程序使用；Convscope 也能打开。' },
  },
}
