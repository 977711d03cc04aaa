import type { Language, Settings } from '#contract/settings'

const en = {
  file: '&File',
  open: '&Open…',
  openRecent: 'Open &Recent',
  noRecent: 'Nothing yet',
  openSample: 'Open &Sample',
  reload: '&Reload Model',
  export: '&Export Comparison',
  png: 'Chart as &PNG…',
  svg: 'Chart as &SVG…',
  csv: 'Data as &CSV…',
  json: 'Data as &JSON…',
  settings: 'S&ettings…',
  view: '&View',
  help: '&Help',
  about: '&About Convscope',
}

export type MenuWords = Readonly<typeof en>

const WORDS: Readonly<Record<Language, MenuWords>> = {
  en,
  'zh-CN': {
    file: '文件(&F)',
    open: '打开(&O)…',
    openRecent: '最近打开(&R)',
    noRecent: '暂无',
    openSample: '打开示例(&S)',
    reload: '重新加载模型(&L)',
    export: '导出对比(&E)',
    png: '图表为 &PNG…',
    svg: '图表为 &SVG…',
    csv: '数据为 &CSV…',
    json: '数据为 &JSON…',
    settings: '设置(&T)…',
    view: '视图(&V)',
    help: '帮助(&H)',
    about: '关于 Convscope(&A)',
  },
}

/** The language of what Electron shows itself; `locale` is the system's. */
export function languageOf(setting: Settings['language'], locale: string): Language {
  if (setting !== 'system') return setting
  return locale.startsWith('zh') ? 'zh-CN' : 'en'
}

/** Words of the application menu. */
export function menuWords(language: Language): MenuWords {
  return WORDS[language]
}
