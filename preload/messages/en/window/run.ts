// SPDX-License-Identifier: Apache-2.0
export const run = {
  run: 'Run',
  hint: 'Run the model in Convscope’s own engine and measure its memory',
  options: 'Run options',
  cannotExecute: 'This machine cannot execute {{isa}}: the plan stands, but Run needs an instruction set that it has.',
  starting: 'Starting',
  cancelling: 'Cancelling',
  progress: 'Run progress',
  inferences: 'Inferences after preparation',
  input: 'Input',
  synthetic: 'Synthetic input',
  file: 'Raw file…',
  seed: 'Seed of the pseudo-random values',
  format: "Little-endian float32, dimensions in the input's order.",
  another: 'Choose another…',
} as const
