// SPDX-License-Identifier: Apache-2.0
import type * as english from '../en/menu'
import type { Sentences } from '../sentence'

export const menu: Sentences<typeof english.menu> = {
  'menu.file': () => '文件(&F)',
  'menu.open': () => '打开(&O)…',
  'menu.openRecent': () => '最近打开(&R)',
  'menu.noRecent': () => '暂无',
  'menu.openSample': () => '打开示例(&S)',
  'menu.reload': () => '重新加载模型(&L)',
  'menu.export': () => '导出对比(&E)',
  'menu.png': () => '图表为 &PNG…',
  'menu.svg': () => '图表为 &SVG…',
  'menu.csv': () => '数据为 &CSV…',
  'menu.json': () => '数据为 &JSON…',
  'menu.settings': () => '设置(&T)…',
  'menu.edit': () => '编辑(&E)',
  'menu.undo': () => '撤销(&U)',
  'menu.redo': () => '重做(&R)',
  'menu.view': () => '视图(&V)',
  'menu.help': () => '帮助(&H)',
  'menu.tour': () => '导览(&T)',
  'menu.glossary': () => '名词解释(&W)',
  'menu.about': () => '关于 Convscope(&A)',
  'menu.showLog': () => '显示日志(&L)',
}
