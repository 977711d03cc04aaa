// SPDX-License-Identifier: Apache-2.0
export const open = {
  stage: {
    opening: 'Opening <b>{{name}}</b>…',
    reading: 'Reading <b>{{name}}</b>…',
    parsing: 'Parsing <b>{{name}}</b>…',
  },
  progress: 'Progress of opening {{name}}',
  stillOpen: '{{name}} is still open.',
  another: 'Open another…',
  model: 'Open…',
  drop: 'or drop a model ({{extensions}}) or a saved document (<b>.convscope</b>) anywhere in this window. Weights stay in the file: nothing is uploaded or copied.',
  lead: 'See which convolution algorithm an inference engine picks for each layer of a network, what that costs in memory, and why.',
  questions: {
    algorithm: {
      title: 'Which algorithm, and why',
      text: 'For every convolution: all candidates, their cost, and the rule that chose one and rejected the others.',
    },
    memory: {
      title: 'What it costs in memory',
      text: 'Packed weights and workspace per layer, to the byte: modelled at once, measured when you press Run.',
    },
    change: {
      title: 'What would change it',
      text: 'Switch engine version, memory mode, threads or instruction set and compare with what you had.',
    },
  },
  recent: 'Recent',
  forget: 'Forget {{name}}',
  gone: '<b>{{name}}</b> has been deleted or moved away. What is shown was read from it; a run needs it.',
  changed: '<b>{{name}}</b> has changed on disk since it was opened.',
  reload: 'Reload',
  alwaysReload: 'Always reload',
  samples: 'Or start with a sample',
  sampleText: {
    iresnet100: '103 convolutions, 199 MiB of weights, 112×112: where Winograd and memory modes matter most.',
    squeezenet: '26 convolutions, 4.7 MiB of weights, 224×224: small 1×1 and 3×3 kernels side by side.',
    'mobilenet-v2': '53 convolutions, 13 MiB of weights, 224×224: depthwise and 1×1 convolutions in turn.',
  },
  foundingCase: 'start here: memory grew with an upgrade',
} as const
