// SPDX-License-Identifier: Apache-2.0
import type { Snippet } from '#contract/advice'
import type { Setting } from '#contract/configuration'
import type { CodeRequest, EngineSetup } from '#core/planning/engine-setup'
import { read } from '#core/planning/settings'
import type { NcnnEngine } from './engine'
import {
  BF16_STORAGE,
  FP16_ARITHMETIC,
  FP16_STORAGE,
  LIGHT_MODE,
  LOCAL_POOLS,
  PACKING,
  SGEMM,
  SHAPE_HINTS,
  WINOGRAD,
  WINOGRAD_23,
  WINOGRAD_43,
  WINOGRAD_63,
} from './settings'
import { withMasks } from './told-file'

/** Members of ncnn::Option, in the order in which code sets them. 20260526:option.h. */
const MEMBERS = [
  [LIGHT_MODE, 'lightmode'],
  [WINOGRAD, 'use_winograd_convolution'],
  [WINOGRAD_63, 'use_winograd63_convolution'],
  [WINOGRAD_43, 'use_winograd43_convolution'],
  [WINOGRAD_23, 'use_winograd23_convolution'],
  [SGEMM, 'use_sgemm_convolution'],
  [PACKING, 'use_packing_layout'],
  [FP16_STORAGE, 'use_fp16_storage'],
  [FP16_ARITHMETIC, 'use_fp16_arithmetic'],
  [BF16_STORAGE, 'use_bf16_storage'],
  [LOCAL_POOLS, 'use_local_pool_allocator'],
] as const

/** How to set up a net of ncnn in C++ and in Python. Checked against src/option.h and src/net.h of every release here. */
export function ncnnSetup({ version, settings, featureMask }: NcnnEngine): EngineSetup {
  return {
    engine: 'ncnn',
    version,
    buildOptions: [],
    perLayer: false,
    canReleaseModel: false,
    ...(featureMask && { ownFile: { fits: (modelFile) => /\.param$/i.test(modelFile), write: withMasks } }),
    code: (request) => [
      ...conversion(request),
      ...masks(request),
      { language: 'cpp', text: cpp(version, settings, request) },
      { language: 'python', text: python(version, settings, request) },
    ],
  }
}

const FOREIGN = /\.(onnx|tflite|mnn)$/i

/** The engine loads its own files only: what its tools make of another one's. */
function filesOf(modelFile: string): { readonly param: string; readonly bin: string } {
  const stem = modelFile.replace(FOREIGN, '').replace(/\.param$/i, '')
  const made = FOREIGN.test(modelFile) ? '.ncnn' : ''
  return { param: `${stem}${made}.param`, bin: `${stem}${made}.bin` }
}

function conversion({ modelFile, configuration }: CodeRequest): Snippet[] {
  const lines: string[] = []
  if (/\.onnx$/i.test(modelFile)) lines.push(`pnnx ${JSON.stringify(modelFile)}`)
  if (read(SHAPE_HINTS, configuration)) {
    const { param, bin } = filesOf(modelFile)
    lines.push(
      '# Writes the shapes of blobs (key 30) into the file; put the input’s own w, h and c in.',
      `ncnnoptimize ${JSON.stringify(param)} ${JSON.stringify(bin)} ${JSON.stringify(param)} ${JSON.stringify(bin)} 0 data w h c`,
    )
  }
  return lines.length === 0 ? [] : [{ language: 'sh', text: `${lines.join('\n')}\n` }]
}

/** Every layer’s line of the .param gets its feature mask: no change of the application is needed. 20221128:net.cpp. */
function masks({ modelFile, layers = [] }: CodeRequest): Snippet[] {
  const { param } = filesOf(modelFile)
  const edits = layers
    .filter(({ told }) => told !== '')
    .map(({ name, told }) => `/^[A-Za-z]+ +${pattern(name)} /s/( +31=[0-9]+)?$/ ${told}/`)
  if (edits.length === 0) return []
  const renamed = FOREIGN.test(modelFile) ? ['# pnnx names layers by itself: put those names in.'] : []
  const text = [
    '# Bits of key 31 switch options off for one layer: 64 Winograd, 32 sgemm.',
    ...renamed,
    `sed -i -E -f - ${JSON.stringify(param)} <<'END'`,
    ...edits,
    'END',
    '',
  ].join('\n')
  return [{ language: 'sh', text }]
}

/** A name as a regular expression of sed finds it. */
function pattern(name: string): string {
  return name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}

/** Members that differ from the defaults. */
function changed(settings: readonly Setting[], { configuration }: CodeRequest): [string, boolean][] {
  return MEMBERS.filter(
    ([setting]) => settings.includes(setting) && read(setting, configuration) !== setting.default,
  ).map(([setting, member]) => [member, read(setting, configuration)])
}

function cpp(version: string, settings: readonly Setting[], request: CodeRequest): string {
  const { param, bin } = filesOf(request.modelFile)
  return [
    `// ncnn ${version}`,
    '#include <net.h>',
    '',
    'ncnn::Net net;',
    '// Before the model is loaded: weights are packed for these options.',
    ...changed(settings, request).map(([member, value]) => `net.opt.${member} = ${value};`),
    `net.opt.num_threads = ${request.configuration.threads};`,
    `net.load_param(${JSON.stringify(param)});`,
    `net.load_model(${JSON.stringify(bin)});`,
    '',
  ].join('\n')
}

function python(version: string, settings: readonly Setting[], request: CodeRequest): string {
  const { param, bin } = filesOf(request.modelFile)
  return [
    `# ncnn ${version}`,
    'import ncnn',
    '',
    'net = ncnn.Net()',
    '# Before the model is loaded: weights are packed for these options.',
    ...changed(settings, request).map(([member, value]) => `net.opt.${member} = ${value ? 'True' : 'False'}`),
    `net.opt.num_threads = ${request.configuration.threads}`,
    `net.load_param(${JSON.stringify(param)})`,
    `net.load_model(${JSON.stringify(bin)})`,
    '',
  ].join('\n')
}
