// SPDX-License-Identifier: Apache-2.0
/** The application menu; & stands before the letter that opens an entry. */
export const menu = {
  'menu.file': () => '&File',
  'menu.open': () => '&Open…',
  'menu.openRecent': () => 'Open &Recent',
  'menu.noRecent': () => 'Nothing yet',
  'menu.openSample': () => 'Open &Sample',
  'menu.reload': () => '&Reload Model',
  'menu.export': () => '&Export Comparison',
  'menu.png': () => 'Chart as &PNG…',
  'menu.svg': () => 'Chart as &SVG…',
  'menu.csv': () => 'Data as &CSV…',
  'menu.json': () => 'Data as &JSON…',
  'menu.settings': () => 'S&ettings…',
  'menu.edit': () => '&Edit',
  'menu.undo': () => '&Undo',
  'menu.redo': () => '&Redo',
  'menu.view': () => '&View',
  'menu.help': () => '&Help',
  'menu.about': () => '&About Convscope',
  'menu.showLog': () => 'Show &Log',
}
