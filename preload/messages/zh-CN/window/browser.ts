// SPDX-License-Identifier: Apache-2.0
import type { browser as reference } from '../../en/window/browser'
import type { Translation } from '../../translation'

export const browser: Translation<typeof reference> = {
  chooser: {
    path: '服务器上的路径',
    up: '上级文件夹',
    empty: '这里没有可以打开的文件。',
    open: '打开',
    cancel: '取消',
  },
  noToken: '此地址缺少令牌。请打开“convscope serve”输出的完整地址。',
}
