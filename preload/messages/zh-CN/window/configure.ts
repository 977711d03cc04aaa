// SPDX-License-Identifier: Apache-2.0
import type { configure as reference } from '../../en/window/configure'
import type { Translation } from '../../translation'

export const configure: Translation<typeof reference> = {
  title: '配置',
  engine: '引擎',
  noEngine: '没有这样的引擎',
  threads: '线程',
  isa: '指令集',
  targets: '设备与构建',
  shapes: '输入形状',
  openDimensions: '{{name}}：可设置文件未定的尺寸',
  assumedSize: '{{size}}（假定）',
  applyShapes: '应用并重新规划',
  openAnother: '打开其他模型',
  nodes_other: '{{count}} 个节点',
  madeUp: '权重为合成',
  stripped: '文件缺少某些层的权重（已被剥离）：运行时会合成。',
  facts: {
    path: '路径',
    format: '格式',
    producer: '生成工具',
    noProducer: '未注明',
    fileSize: '文件大小',
    weights: '权重',
    strippedWeights: '（已从文件剥离，运行时合成）',
    sha256: '哈希（SHA-256）',
  },
  overrides: {
    title: '强制指定',
    none: '强制指定',
    explained: '强制指定某层的算法，或名称符合某模式的所有层的算法',
    empty: '没有强制指定：每层都由引擎规则选择。',
    remove: '移除对 {{layers}} 的强制指定',
    reset: '全部移除',
    layers: '层名或名称模式',
    algorithm: '算法',
    unit: 'Winograd 单元',
    anyUnit: '引擎最佳',
    add: '强制',
    rules: '* 代表任意字符，? 代表一个字符。两项针对同一层时，后者优先。',
  },
}
