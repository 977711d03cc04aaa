// SPDX-License-Identifier: Apache-2.0
export const app = {
  tabs: {
    layers: 'Layers',
    timeline: 'Timeline',
    compare: 'Compare',
    releases: 'Releases',
    advice: 'Advice',
    runs: 'Runs',
    attach: 'Attach',
  },
  enlargePanel: 'Enlarge this panel',
  restorePanel: 'Make room for the graph',
  colours: { light: 'Use light colours', dark: 'Use dark colours' },
  drop: 'Drop a model, or a saved document beside it',
  againstA: 'against A',
  peak: 'peak',
  rss: 'RSS',
  nothingToExport: 'There is nothing to export yet: keep a configuration as A, then change it.',
  chartFailed: 'The chart could not be drawn.',
  task: {
    drawing: 'Drawing the chart…',
    collecting: 'Preparing <b>{{name}}</b>…',
    reading: 'Reading <b>{{name}}</b>…',
    writing: 'Writing <b>{{name}}</b>…',
    cancelling: 'Cancelling <b>{{name}}</b>…',
    progress: 'Progress of {{name}}',
  },
  engine: {
    building: 'Compiling the native engine, which only runs wait for',
    files: 'Compiling the native engine, which only runs wait for: {{done}} of {{total}} files',
  },
  saved: 'Saved {{path}}',
} as const
