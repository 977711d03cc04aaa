// SPDX-License-Identifier: Apache-2.0
import type { map as reference } from '../../en/window/map'
import type { Translation } from '../../translation'

export const map: Translation<typeof reference> = {
  title: '内存地图',
  lead: '打开模型，查看其内存的每个字节属于谁。',
  nothing: '没有可显示的内存',
  nothingHint: '在此配置下，模型的任何部分都无法制定方案。',
  pool: '激活与工作区',
  poolHint: '激活与工作区：二者用量最大的时刻，在 {{layer}}。',
  input: '模型的输入',
  part: {
    packed: '打包权重',
    tensor: '张量 {{shape}}',
    workspace: '工作区',
    section: '工作区：{{name}}',
    padding: '张量的填充与副本',
    gaps: '其他步骤所需的空间与空隙',
  },
  share: '占总量的 {{share}}',
  overlaps: '本身为 {{bytes}}，与其他部分共用内存',
  whatIf: '假设：由覆盖强制指定',
  all: '全部',
  path: '所显示的内容',
  enlarge: '只显示{{name}}',
  view: '显示方式',
  map: '地图',
  table: '表格',
  save: '将地图保存为 {{kind}}',
  saveTable: '将各部分保存为 CSV',
  picture: '{{file}}：内存地图，{{total}}（模型计算）',
  keys: '方向键在各部分间移动，回车选中该层，加号单独显示一个框，减号返回。',
  parts_other: '{{formatted}} 个部分',
  column: {
    group: '类别',
    stage: '阶段',
    layer: '层',
    part: '部分',
    algorithm: '算法',
    bytes: '大小',
    share: '占比',
  },
}
