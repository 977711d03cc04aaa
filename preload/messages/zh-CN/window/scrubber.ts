// SPDX-License-Identifier: Apache-2.0
import type { scrubber as reference } from '../../en/window/scrubber'
import type { Translation } from '../../translation'

export const scrubber: Translation<typeof reference> = {
  title: '播放头',
  track: '每一步的使用量',
  back: '后退一步 (,)',
  forward: '前进一步 (.)',
  play: '播放 (空格)',
  pause: '暂停 (空格)',
  clear: '移除播放头',
  nowhere: '无步骤',
  hint: '拖动，或按 , 和 . 查看每一步存活的内容',
  step: '第 {{position}} 步，共 {{all}} 步',
  alive_other: '{{count}} 个存活',
}
