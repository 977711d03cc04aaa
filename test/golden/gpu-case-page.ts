// SPDX-License-Identifier: Apache-2.0
import type { Configuration, SettingValues } from '#contract/configuration'
import type { Decision, Plan } from '#contract/plan'
import { createPlan } from '#core/planning/plan'
import { planReleases } from '#core/planning/succession'
import { english } from '#messages/say'
import { ModelSketch } from '../core/planning/engines/mnn/model-sketch'
import { releaseSteps } from './release-steps'

const MIB = 2 ** 20
const GROUPED = new Intl.NumberFormat('en')
const WITH_DECIMAL = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 })

/** A layer of the decoder in the report: 256 channels at 640×640. */
function decoderLayer() {
  const sketch = new ModelSketch('mnn')
  const input = sketch.input([1, 256, 640, 640])
  return sketch.shaped([sketch.conv(input, { outChannels: 256, kernel: 3, pad: 1 })])
}

const shaped = decoderLayer()
const GIVEN = { modelId: 'decoder', shaped, fileBytes: 0, catalog: null }

function configurationOf(version: string, settings: SettingValues): Configuration {
  return { profile: `mnn-${version}`, threads: 4, isa: 'arm64', settings: { backend: 'opencl', ...settings } }
}

function planFor(version: string, settings: SettingValues): Plan {
  const result = createPlan({ ...GIVEN, configuration: configurationOf(version, settings) })
  if (!result.ok) throw new Error(english(result.problem.message))
  return result.value
}

/** As in the report: an Adreno in buffer mode, half precision, memory low. */
const REPORTED = { gpuMemory: 'buffer', memory: 'low' } as const

const ROWS: readonly (readonly [string, string, SettingValues])[] = [
  ['2.8.1, before maps lost their bound', '2.8.1', REPORTED],
  ['3.6.1, as reported', '3.6.1', REPORTED],
  ['3.6.1, memory normal', '3.6.1', { ...REPORTED, memory: 'normal' }],
  ['3.6.1, precision high: four bytes a number', '3.6.1', { ...REPORTED, precision: 'high' }],
]

const REMEDIES: readonly (readonly [string, string, SettingValues])[] = [
  ['Move on to the development branch and keep memory low (#4783)', 'master', REPORTED],
  ['Go back to 2.8.1', '2.8.1', REPORTED],
]

/** main/core/planning/engines/mnn/opencl-case.md, every figure as the profiles give it. */
export function gpuCase(): string {
  const reported = planFor('3.6.1', REPORTED)
  const { workspace } = layerOf(reported)
  return `# MNN #4782: a decoder that asks a phone's GPU for 1.6 GB

The public report is of August 2026: MNN 3.6.1 is killed on Android while it decodes an image of SDXL with OpenCL, although
low memory is asked for. One of its convolutions is enough to see why: 3×3, 256 to 256 channels, at 640×640. Written by
\`node test/golden/gpu-case.mjs\`; a unit test holds this page and the profiles equal. All figures are what the driver is asked
for, on an Adreno with two bytes a number where nothing else is said.

In buffer mode the layer runs Winograd F(2,3), between two copies of input and output, each sixteen numbers for every four:
${workspace.map(({ name, bytes }) => `${GROUPED.format(bytes)} bytes of ${english(name)}`).join(' and ')}.

| session | algorithm | workspace, MiB | asked of the driver, MiB |
|---|---|---:|---:|
${ROWS.map(row).join('\n')}

## Since when

| release | asked of the driver, MiB | change | rule that changed |
|---|---:|---:|---|
${releaseSteps(planReleases(GIVEN, configurationOf('3.6.1', REPORTED)), mib)}

It is no regression of 3.6.1, as MNN's maintainer says in the report: 2.9.1 dropped the bound on the map, 2.9.2 the one on its
width. Of the releases, 2.8.1, 2.9.2, 2.9.5, 3.0.5 and 3.6.1 were measured; of the others the rules were read from the sources.

## What helps

| remedy | asked of the driver, MiB | saved, MiB |
|---|---:|---:|
${REMEDIES.map((each) => remedyRow(each, reported)).join('\n')}

Image mode is none here: no image of an Adreno is as long as these tensors, and MNN hands the layer to the CPU.

Of a whole network, another remedy counts as much: where the file states a smaller size than the one that it runs at, a session
is created for the file's size first and keeps its algorithms when it is resized, fix or no fix. \`Session_Resize_Defer\` makes
executors for the size that is set: ResNet100 at 640×640, whose file states 112×112, then asks for 551.0 MB of the driver instead
of 760.7 MB under memory low with #4783.

\`convscope advise MODEL --profile mnn-3.6.1 --backend opencl --gpu-memory buffer --memory low\` tells the remedies of a model
of yours, with the code of each.
`
}

function row([what, version, settings]: (typeof ROWS)[number]): string {
  const plan = planFor(version, settings)
  const { algorithm, workspaceBytes } = layerOf(plan)
  return `| ${what} | ${algorithm === 'winograd' ? 'Winograd F(2,3)' : algorithm} | ${mib(workspaceBytes ?? 0)} | ${mib(plan.totalBytes)} |`
}

function remedyRow([what, version, settings]: (typeof REMEDIES)[number], reported: Plan): string {
  const { totalBytes } = planFor(version, settings)
  return `| ${what} | ${mib(totalBytes)} | ${mib(reported.totalBytes - totalBytes)} |`
}

function layerOf({ decisions }: Plan): Decision {
  const [decision] = decisions
  if (decision === undefined) throw new Error('the case has one layer')
  return decision
}

function mib(bytes: number): string {
  return WITH_DECIMAL.format(bytes / MIB).replace('-', '−')
}
