import type { graph as reference } from '../en/graph'
import type { Translation } from '../translation'

export const graph: Translation<typeof reference> = {
  colourBy: {
    algorithm: '算法',
    packed: '打包权重',
    workspace: '工作区',
    time: '实测时间',
    change: '相对 A 的变化',
  },
}
