// SPDX-License-Identifier: Apache-2.0
import type { about as reference } from '../../en/window/about'
import type { Translation } from '../../translation'

export const about: Translation<typeof reference> = {
  title: '关于 Convscope',
  close: '关闭',
  version: '版本',
  log: '应用程序日志（报告问题时可引用）：{{path}}',
  packages_other: '随附 {{count}} 个软件包',
  filter: '按名称或许可证筛选',
  none: '没有匹配的软件包。',
  noText: '该软件包不含许可证文本。',
  unread: '无法读取软件包列表。',
  electron: 'Electron 与 Chromium 的许可证位于程序旁：LICENSE.electron.txt、LICENSES.chromium.html。',
}
