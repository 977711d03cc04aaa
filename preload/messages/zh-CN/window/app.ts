// SPDX-License-Identifier: Apache-2.0
import type { app as reference } from '../../en/window/app'
import type { Translation } from '../../translation'

export const app: Translation<typeof reference> = {
  tabs: {
    map: '内存图',
    layers: '层',
    timeline: '时间线',
    arena: '内存池',
    compare: '对比',
    releases: '版本',
    sweep: '扫描',
    advice: '建议',
    runs: '记录',
    attach: '监测程序',
  },
  layout: {
    title: '计算图与面板如何分配空间',
    graph: '主要显示计算图',
    both: '计算图与面板并排',
    table: '主要显示面板',
  },
  colours: { light: '使用浅色', dark: '使用深色' },
  drop: '拖入模型或已保存的文档',
  whatIf_other: '假设：强制指定 {{count}} 个层',
  notCounted: {
    nodes_other: '{{all}} 个节点中 {{count}} 个未计入',
    leftOut: '已略去：其运算或形状未知。',
    more: '另有 {{count}} 个',
  },
  againstA: '相对 A',
  againstModel: '相对另一个模型 {{file}}',
  stairs: '从文件到进程：各个内存数字之间的关系',
  stairsOwn: '该引擎自行选择算法时的推算值',
  stairsResident: '最高 RSS（系统报告）',
  stairsAttach: '运行所用的是 Convscope 自带引擎，而非 {{engine}}。要测量后者，请监测使用它的程序。',
  peak: '峰值',
  rss: 'RSS',
  nothingToExport: '尚无可导出内容：先将一个配置保留为 A，再更改配置。',
  chartFailed: '无法绘制图表。',
  task: {
    drawing: '正在绘制图表…',
    collecting: '正在准备 <b>{{name}}</b>…',
    reading: '正在读取 <b>{{name}}</b>…',
    writing: '正在写入 <b>{{name}}</b>…',
    cancelling: '正在取消 <b>{{name}}</b>…',
    progress: '{{name}} 的进度',
  },
  engine: {
    building: '正在编译原生引擎，只有运行需要等待',
    files: '正在编译原生引擎，只有运行需要等待：{{done}} / {{total}} 个文件',
  },
  saved: '已保存 {{path}}',
  showInFolder: '在文件夹中显示',
}
