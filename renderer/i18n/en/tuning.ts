export const tuning = {
  estimated: 'Times estimated',
  measured: 'Times measured',
  partly: '{{measured}} of {{kernels}} kernels measured',
  measuring: 'Measuring {{done}} of {{kernels}}',
  explanation:
    'High memory mode takes the fastest kernel of every layer. Which one that is can be measured on this machine; without, it is estimated. Layers of equal shape are measured once.',
  kept_one: '{{count}} time is kept, in {{path}}.',
  kept_other: '{{count}} times are kept, in {{path}}.',
  start: 'Measure kernels',
  clear: 'Forget all times',
  progress: 'Kernels measured',
  cancel: 'Cancel',
} as const
