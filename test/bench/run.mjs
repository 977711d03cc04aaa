// SPDX-License-Identifier: Apache-2.0
// Speed and memory on this machine:
//   npm run bench -- [--json] [--part kernels|models] [--only TEXT] [--isa avx512] [--threads 1,2]
//                    [--modes high,low,half,tuned] [--rounds 9] [--layers 10] [--addon PATH]
// Kernels: GFLOP/s of every convolution kernel, against the multiply-add peak measured in the same
// round. Models: time and peak memory as ratios to ONNX Runtime's, each engine in a process of its
// own, taking turns. All figures are medians over rounds in which everything runs once.
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { runnerImport } from 'vite'

const root = resolve(import.meta.dirname, '../..')
const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    part: { type: 'string', default: 'kernels,models' },
    only: { type: 'string', default: '' },
    isa: { type: 'string' },
    threads: { type: 'string', default: '1,2' },
    modes: { type: 'string', default: 'high,low' },
    rounds: { type: 'string', default: '9' },
    layers: { type: 'string', default: '0' },
    addon: { type: 'string', default: 'native/build/Release/convscope.node' },
  },
})

const { module } = await runnerImport(join(import.meta.dirname, 'suite.ts'), {
  root,
  configFile: false,
  logLevel: 'error',
})
await module.bench({
  root,
  addon: resolve(root, values.addon),
  parts: values.part.split(','),
  only: values.only,
  isa: values.isa ?? null,
  threads: values.threads.split(',').map(Number),
  modes: values.modes.split(','),
  rounds: Number(values.rounds),
  layers: Number(values.layers),
  json: values.json,
})
