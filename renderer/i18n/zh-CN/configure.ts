import type { configure as reference } from '../en/configure'
import type { Translation } from '../translation'

export const configure: Translation<typeof reference> = {
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
