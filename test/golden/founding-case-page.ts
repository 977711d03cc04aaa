// SPDX-License-Identifier: Apache-2.0
import type { Configuration } from '#contract/configuration'
import type { Decision, Plan } from '#contract/plan'
import { timeRatio } from '#core/planning/advice/time'
import { convProblem } from '#core/planning/layers/conv-problem'
import { createPlan } from '#core/planning/plan'
import { planReleases } from '#core/planning/succession'
import { english } from '#messages/say'
import { iresnet100 } from '../core/planning/engines/mnn/iresnet100'
import { releaseSteps } from './release-steps'

const MIB = 2 ** 20
const shaped = iresnet100('onnx')

function planFor(configuration: Configuration): Plan {
  const result = createPlan({ modelId: 'iresnet100', shaped, fileBytes: 0, configuration, catalog: null })
  if (!result.ok) throw new Error(english(result.problem.message))
  return result.value
}

const BEFORE: Configuration = { profile: 'mnn-1.0.1', settings: { memory: 'low' }, threads: 4, isa: 'avx2' }
const AFTER: Configuration = { ...BEFORE, profile: 'mnn-2.8.1' }
const REMEDIES: readonly (readonly [string, Configuration])[] = [
  ['Build 2.8.1 with `-DMNN_LOW_MEMORY=ON` and keep memory mode low', { ...AFTER, profile: 'mnn-2.8.1-low-memory' }],
  ['Move on to 3.6.1 and keep memory mode low', { ...AFTER, profile: 'mnn-3.6.1' }],
  [
    'Move on to 3.6.1 with memory mode normal and Winograd memory level 1: only the smallest transform',
    { ...AFTER, profile: 'mnn-3.6.1', settings: { winogradLevel: 1 } },
  ],
]

/** main/core/planning/engines/mnn/founding-case.md, every figure as the profiles give it. */
export function foundingCase(): string {
  const before = planFor(BEFORE)
  const after = planFor(AFTER)
  const changed = convolutionsOf(before).filter((a, index) => choice(a) !== choice(decisionAt(after, index)))
  const grown = packed(after) - packed(before)
  const unheeded = after.decisions.every(({ dependsOn }) => !dependsOn.includes('memory'))
  if (!unheeded) throw new Error('the case rests on 2.8.1 not looking at the memory mode')
  return `# The founding case: MNN 1.0.1 → 2.8.1 in memory mode low

ArcFace's ResNet-100 at 112×112 without its fully connected head, 4 threads, AVX2. Modelled figures, written by
\`node test/golden/founding-case.mjs\`; a unit test holds this page and the profiles equal. The resident set measured
on real builds is 424.6 MiB under 1.0.1 and 963.4 MiB under 2.8.1; it includes the process itself, a plan does not.

| MiB | 1.0.1 low | 2.8.1 low | growth |
|---|---:|---:|---:|
${categoryRows(before, after)}

## Which layers

${changed.length} of ${convolutionsOf(before).length} convolutions change their algorithm; packed weights grow by ${mib(grown)} MiB.
Layers of one shape are one row; growth is of packed weights.

| layers | shape | 1.0.1 low | 2.8.1 low | growth of each, MiB | together, MiB |
|---:|---|---|---|---:|---:|
${layerRows(before, after)}

## Why: two releases, two causes

1.0.1 looks at the memory mode before it looks at Winograd: low leaves every 3×3 layer tiled, with weights of their plain
size. From 2.6.0 on that test is compiled only with MNN_LOW_MEMORY, which is off by default: low, normal and high give one
and the same plan. And 2.6.3 lets Winograd take larger tiles, in every mode: a 3×3 layer stored for it takes 16/9 (unit 2),
4 (unit 4) or 64/9 (unit 6) of its plain size. 3.0.0 heeds low again. Steps of one percent or more, total in MiB:

| release | low | change | rule that changed |
|---|---:|---:|---|
${releaseSteps(planReleases({ modelId: 'iresnet100', shaped, fileBytes: 0, catalog: null }, BEFORE), mib)}

## What helps

Time is modelled, of the convolutions and of what else is moved, against 2.8.1 low
(\`main/core/planning/time/layer-time.ts\`; one thread was measured on 3.6.1: 2.12 × for tiling). On one thread tiling
multiplies in full what Winograd saves; the smallest transform keeps most of it. On four, a layer of 14×14 positions has 16 tiles of unit 4, which are one group, and runs on one thread
(\`2.8.1: compute/ConvolutionPackWinograd.cpp\`): what Winograd saves is lost again. Several threads were not measured.

| remedy | packed weights, MiB | total, MiB | saved of 2.8.1 low, MiB | time on 4 threads | on 1 |
|---|---:|---:|---:|---:|---:|
${REMEDIES.map(([what, configuration]) => remedyRow(what, planFor(configuration), after)).join('\n')}
`
}

function remedyRow(what: string, plan: Plan, after: Plan): string {
  const onOne = ({ configuration }: Plan) => planFor({ ...configuration, threads: 1 })
  const times = [timeRatio(after, plan), timeRatio(onOne(after), onOne(plan))].map((ratio) => `${ratio?.toFixed(2)} ×`)
  const figures = [mib(packed(plan)), mib(plan.totalBytes), mib(after.totalBytes - plan.totalBytes), ...times]
  return `| ${[what, ...figures].join(' | ')} |`
}

function categoryRows(before: Plan, after: Plan): string {
  const names = [
    ['packed weights', 'packedWeights'],
    ['workspace', 'workspace'],
    ['activations', 'activations'],
    ['model buffer', 'modelBuffer'],
  ] as const
  const rows = names.map(([name, key]) => [name, before.totals[key], after.totals[key]] as const)
  return [...rows, ['**total**', before.totalBytes, after.totalBytes] as const]
    .map(([name, a, b]) => `| ${name} | ${mib(a)} | ${mib(b)} | ${mib(b - a)} |`)
    .join('\n')
}

function layerRows(before: Plan, after: Plan): string {
  const groups = new Map<string, { count: number; bytes: number }>()
  convolutionsOf(before).forEach((a, index) => {
    const b = decisionAt(after, index)
    const key = `${shapeOf(a.node)} | ${choice(a)} | ${choice(b)}`
    const known = groups.get(key) ?? { count: 0, bytes: 0 }
    groups.set(key, {
      count: known.count + 1,
      bytes: known.bytes + (b.packedWeightBytes ?? 0) - (a.packedWeightBytes ?? 0),
    })
  })
  return [...groups]
    .sort(([, left], [, right]) => right.bytes - left.bytes)
    .map(([key, { count, bytes }]) => `| ${count} | ${key} | ${mib(bytes / count, 2)} | ${mib(bytes)} |`)
    .join('\n')
}

function shapeOf(node: number): string {
  const p = convProblem(shaped, node)
  if (p === null) throw new Error(`node ${node} is no convolution`)
  const stride = p.strideHeight > 1 ? `, stride ${p.strideHeight}` : ''
  return `${p.inChannels} → ${p.outChannels}, ${p.kernelHeight}×${p.kernelWidth}${stride}, to ${p.outHeight}×${p.outWidth}`
}

function choice({ algorithm, unit }: Decision): string {
  const names: Partial<Record<string, string>> = { 'strassen-1x1': 'Strassen', winograd: 'Winograd' }
  const name = names[algorithm ?? ''] ?? `${algorithm}`
  return unit === null ? name : `${name} unit ${unit}`
}

function decisionAt(plan: Plan, index: number): Decision {
  const decision = convolutionsOf(plan)[index]
  if (decision === undefined) throw new Error('plans of one model have the same layers')
  return decision
}

function convolutionsOf({ decisions }: Plan): readonly Decision[] {
  return decisions.filter(({ kind }) => kind === 'convolution')
}

function packed(plan: Plan): number {
  return plan.totals.packedWeights
}

function mib(bytes: number, digits = 1): string {
  return (bytes / MIB)
    .toFixed(digits)
    .replace('-', '−')
    .replace(/^−(0\.0+)$/, '$1')
}
