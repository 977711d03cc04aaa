// SPDX-License-Identifier: Apache-2.0
export const share = {
  title: 'Share',
  ofComparison: 'This comparison as',
  ofPlan: 'This configuration as',
  ofGraph: 'The graph as',
  ofSelection: 'The selected layer and its neighbours as',
  compareFirst:
    'Keep a configuration as A and change it: then its comparison can be sent as a picture, table or JSON too.',
  kinds: {
    report: {
      name: 'Report (HTML)',
      purpose: 'For whoever decides: answer, causes and remedy on the first page. Opens in any browser and prints.',
    },
    document: {
      name: 'Document (.convscope)',
      purpose: 'For colleagues with Convscope: opens with graph, plans and runs, also without the model.',
    },
    png: { name: 'Picture (PNG)', purpose: 'For chats, issues and slides.' },
    svg: { name: 'Drawing (SVG)', purpose: 'For papers and pages: sharp at any size.' },
    csv: { name: 'Table (CSV)', purpose: 'For a spreadsheet: a row for every layer.' },
    json: { name: 'Data (JSON)', purpose: 'For programs; Convscope opens it too.' },
  },
} as const
