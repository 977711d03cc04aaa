// SPDX-License-Identifier: Apache-2.0
import type { search as reference } from '../../en/window/search'
import type { Translation } from '../../translation'

export const search: Translation<typeof reference> = {
  title: '查找层',
  placeholder: '查找层：文本、/正则/、op:conv ws:>5MB …',
  previous: '上一个匹配 (Shift+Enter)',
  next: '下一个匹配 (Enter)',
  close: '关闭查找',
  none: '没有匹配的层。',
  without: {
    baseline: '变化是相对 A 而言的：请先把一个配置设为 A。',
    measurement: '时间来自实测：请先运行此配置。',
  },
  keys: '键：{{keys}}。所有条件须同时满足。',
  help: {
    algorithm: '算法包含',
    size: '工作区大于 5 MiB',
    kernel: '3×3 卷积核',
    flag: 'B 相对 A 有变化',
    regex: '正则表达式',
    exclude: '其他所有层',
  },
  problem: {
    regex: '{{term}} 不是正则表达式。',
    bytes: '{{term}} 需要大小，例如 >5MB 或 <=100k。',
    count: '{{term}} 需要数字，例如 >1G。',
    time: '{{term}} 需要时间，例如 >2ms。',
    'yes-or-no': '{{term}} 需要 yes 或 no。',
    comparison: '{{term}}：比较须连写并带冒号，例如 ws:>1MB 或 packed:<=100k。',
    kernel: '{{term}} 需要卷积核大小，例如 3x3 或 1x7。',
  },
}
