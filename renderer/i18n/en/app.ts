export const app = {
  tabs: { layers: 'Layers', timeline: 'Timeline', compare: 'Compare', advice: 'Advice', runs: 'Runs' },
  enlargePanel: 'Enlarge this panel',
  restorePanel: 'Make room for the graph',
  colours: { light: 'Use light colours', dark: 'Use dark colours' },
  drop: 'Drop a model to open it',
  againstA: 'against A',
  peak: 'peak',
  rss: 'RSS',
  nothingToExport: 'There is nothing to export yet: keep a configuration as A, then change it.',
  chartFailed: 'The chart could not be drawn.',
  saved: 'Saved {{path}}',
} as const
