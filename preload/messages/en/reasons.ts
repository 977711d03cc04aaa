// SPDX-License-Identifier: Apache-2.0
import type { Choice } from '#contract/choice'
import { clause, costText, duration, rateText, size } from '../figures'
import type { Nested, SayNested } from '../sentence'
import { choiceName, counted } from './names'

const override = (layers: string) => `the override “${layers}”`
const withinBudget = (budget: number, growth: number) =>
  `all packed weights together stay within ${size(budget)}, ${growth} × the file’s or the least there is`
const timed = (measured: boolean, ns: number) => `${measured ? 'Measured at' : 'Estimated at'} ${duration(ns)}`
const kept = (bits: number) => `the ${bits}-bit weights of the file are kept under this memory mode`
const leastTogether = (workspace: number) =>
  `the shared workspace of ${size(workspace)}; all layers’ packed weights and that workspace together are then the least.`

/** Why candidates are taken or left. */
export const reasons = {
  'obstacle.otherKind': () => 'it is of another layer kind',
  'obstacle.kernelNotSquare': ({ kernel }: { kernel: string }) => `the kernel is ${kernel}, not square`,
  'obstacle.kernelOne': () => 'the kernel is 1×1',
  'obstacle.kernelNotOne': ({ kernel }: { kernel: string }) => `the kernel is ${kernel}, not 1×1`,
  'obstacle.kernelNotThree': ({ kernel }: { kernel: string }) => `the kernel is ${kernel}, not 3×3`,
  'obstacle.stride': ({ stride }: { stride: string }) => `the stride is ${stride}, not 1`,
  'obstacle.dilation': ({ dilation }: { dilation: string }) => `the dilation is ${dilation}, not 1`,
  'obstacle.dilated': () => 'it is dilated',
  'obstacle.noTransform': ({ kernel }: { kernel: string }) => `there is no transform for a ${kernel} kernel`,
  'obstacle.padding': () => 'padding makes its output differ in size from its input',
  'obstacle.smallOutput': ({ output }: { output: string }) => `the output, ${output}, is smaller than 2×2`,
  'obstacle.computedWeight': () => 'its weight comes from another node, which leaves the engine no choice',
  'obstacle.noUnit': ({ unit, kernel, units }: { unit: number; kernel: string; units: readonly number[] }) =>
    `the engine has no transforms for unit ${unit} with a ${kernel} kernel; its units are ${units.join(', ')}`,
  'obstacle.depthwise': () => 'it is depthwise',
  'obstacle.notDepthwise': () => 'it is not depthwise',
  'obstacle.ownDepthwise': () => 'it is depthwise, for which the engine has executors of its own',
  'obstacle.oneGroup': () => 'it has only one group',
  'obstacle.noPlainProduct': () => 'MNN has no executor of this kind; its own for 1×1 layers is strassen-1x1',
  'obstacle.noStreaming': () => 'only Convscope’s own engine reads weights in every inference',
  'obstacle.rule': ({ reason }: { reason: Nested }, say: SayNested) => `the engine’s rule says: ${clause(say(reason))}`,
  'obstacle.notOffered': () => 'the engine’s rules do not offer it',
  'obstacle.notPointwise': ({ kernel }: { kernel: string }) =>
    `the kernel is ${kernel}, not 1×1, or the layer is strided`,
  'obstacle.notInVersion': () => 'this version of the engine does not have it',
  /** `kernels`: ids of those that the layer can have. */
  'obstacle.noSuchKernel': ({ kernels }: { kernels: readonly string[] }) =>
    `Convscope’s engine has no such kernel; for this layer it has ${kernels.join(', ')}`,

  'bound.threads': ({ positions, threads }: { positions: number; threads: number }) =>
    `the root of ${positions} output positions shared by ${threads} ${threads === 1 ? 'thread' : 'threads'}`,
  'bound.rows': ({ positions, rows }: { positions: number; rows: number }) =>
    `the root of ${positions} output positions shared by ${rows} rows`,
  'bound.threadRows': ({ positions, threads, rows }: { positions: number; threads: number; rows: number }) =>
    `from ${positions} output positions shared by ${threads} × ${rows} rows`,
  'bound.level': ({ level }: { level: number }) => `set by Winograd memory level ${level}`,
  'failure.noUnit': ({ bound, source }: { bound: number; source: Nested }, say: SayNested) =>
    `no Winograd unit is within the bound ${bound}, ${say(source)}`,
  'failure.noPositiveRate': () => 'no Winograd unit has a positive rate',
  'failure.belowOne': ({ rate, unit }: { rate: number; unit: number }) =>
    `the best Winograd rate, ${rateText(rate)} of unit ${unit}, is below 1`,

  'mnn.sparse': () =>
    'Most weights are zero and the file leaves them out: the engine multiplies with the others only, whatever the memory mode.',
  'mnn.sparseFirst': () => 'Not reached: the file stores only the weights that are not zero.',
  'mnn.computedWeight': () =>
    'The weight comes from another node and is packed anew at every run, so there is nothing to choose.',
  'mnn.strassen': () => 'A 1×1 layer with stride 1 whose output is as large as its input runs with Strassen.',
  'mnn.strassenFirst': () => 'Not reached: the layer runs with Strassen.',
  'mnn.noStrassen': ({ why }: { why: Nested }, say: SayNested) => `Strassen cannot be used: ${say(why)}.`,
  'mnn.strassenAlways': ({ staging }: { staging: boolean }) =>
    `Releases before 1.2.2 run every 1×1 layer with Strassen${staging ? '; batch, stride or padding cost it two staging copies' : ''}.`,
  'mnn.noWinograd': ({ why }: { why: Nested }, say: SayNested) => `Winograd cannot be used: ${say(why)}.`,
  'mnn.tiledBecause': ({ why }: { why: Nested }, say: SayNested) => `The layer is tiled, because ${say(why)}.`,
  'mnn.tiledFailure': ({ why }: { why: Nested }, say: SayNested) => `The layer is tiled: ${say(why)}.`,
  'mnn.levelBeforeUnits': () => 'Winograd memory level 0 excludes Winograd before any unit is rated.',
  'mnn.levelSoTiled': () => 'Winograd memory level 0 excludes Winograd, so the layer is tiled.',
  'mnn.memoryFirst': () => 'Not reached: Memory_Low was looked at first.',
  'mnn.memoryTiles': () => 'Memory_Low tiles every convolution in this release and build.',
  'mnn.memoryDisablesUnits': () =>
    'Memory_Low disables Winograd before any unit is rated, as in all releases before 2.5.1.',
  'mnn.memoryDisablesWinograd': () => 'Memory_Low disables Winograd in this release, so the layer stays tiled.',
  'mnn.memoryNeverLookedAt': ({ reason }: { reason: Nested }, say: SayNested) =>
    `${clause(say(reason))}; this release and build never look at the memory mode for float weights.`,
  'mnn.unitAboveBound': ({ unit, bound, source }: { unit: number; bound: number; source: Nested }, say: SayNested) =>
    `Unit ${unit} is above the bound ${bound}, ${say(source)}.`,
  'mnn.rateNoGain': ({ rate }: { rate: number }) =>
    `Rate ${rateText(rate)} is below 1: no gain over direct convolution.`,
  'mnn.rateOnly': ({ rate, unit }: { rate: number; unit: number }) =>
    `Rate ${rateText(rate)} of unit ${unit}, the only one within the bound, is not below 1.`,
  'mnn.rateBest': ({ rate, units }: { rate: number; units: readonly number[] }) =>
    `Rate ${rateText(rate)} is the best of units ${units.join(', ')}, and not below 1.`,
  'mnn.rateNotAbove': ({ rate, best, unit }: { rate: number; best: number; unit: number }) =>
    `Rate ${rateText(rate)} does not exceed the ${rateText(best)} of unit ${unit}.`,
  'mnn.winogradPasses': ({ unit }: { unit: number }) =>
    `Winograd with unit ${unit} passes its own test; on this instruction set MNN does not compare tiling’s cost.`,
  'mnn.costLeast': ({ cost, tiled }: { cost: number; tiled: number }) =>
    `Cost ${costText(cost)} is the smallest of all units, and not above the ${costText(tiled)} of tiling.`,
  'mnn.costLeastButAbove': ({ cost, tiled }: { cost: number; tiled: number }) =>
    `Cost ${costText(cost)} is the smallest of all units, but above the ${costText(tiled)} of tiling.`,
  'mnn.costNotBelow': ({ cost, best, unit }: { cost: number; best: number; unit: number }) =>
    `Cost ${costText(cost)} is not below the ${costText(best)} of unit ${unit}.`,
  'mnn.tiledCostNotBelow': ({ cost, best, unit }: { cost: number; best: number; unit: number }) =>
    `Cost ${costText(cost)} is not below the ${costText(best)} of Winograd with unit ${unit}.`,
  'mnn.tiledNoUnit': ({ bound }: { bound: number }) =>
    `The layer is tiled: no Winograd unit is within the bound ${bound}.`,
  'mnn.tiledCostBelow': ({ cost, best, unit }: { cost: number; best: number; unit: number }) =>
    `Cost ${costText(cost)} is below the ${costText(best)} of Winograd’s best, unit ${unit}, so the layer is tiled.`,
  'mnn.depthwiseShared': () => 'From 2.9.6 on there is one executor for all depthwise layers.',
  'mnn.noDepthwise3x3': ({ why }: { why: Nested }, say: SayNested) => `Cannot be used: ${say(why)}.`,
  'mnn.depthwiseGeneral': ({ why }: { why: Nested }, say: SayNested) =>
    `The general depthwise executor is taken, because ${say(why)}.`,
  'mnn.depthwise3x3': ({ twoByTwo }: { twoByTwo: boolean }) =>
    twoByTwo
      ? 'A depthwise 3×3 layer with stride 1, dilation 1 and at least 2×2 outputs has an executor of its own.'
      : 'A depthwise 3×3 layer with stride 1 and dilation 1 has an executor of its own.',
  'mnn.depthwise3x3First': () => 'Not reached: the 3×3 executor was taken.',
  'mnn.integersHybrid': ({ bits }: { bits: number }) => `${kept(bits)}; a 1×1 layer quantises its input as it runs.`,
  'mnn.integersWidened': ({ bits }: { bits: number }) => `${kept(bits)}; they are widened as they are multiplied.`,
  'mnn.integersFirst': ({ bits }: { bits: number }) => `Not reached: ${kept(bits)}.`,
  'mnn.integersQuantised': ({ bits }: { bits: number }) => `${kept(bits)}; the input is quantised as it runs.`,
  'mnn.stridedParts': ({ stride, parts }: { stride: string; parts: number }) =>
    `Each of the ${parts} offsets within the stride ${stride} is a convolution of its own over tiles of 3×3 input positions.`,
  'mnn.becomes': ({ parts, reason }: { parts: number; reason: Nested | null }, say: SayNested) =>
    `MNN’s converter makes ${parts} layers of it, one for each group${reason === null ? '.' : `; each of them: ${say(reason)}`}`,
  'mnn.becomesPlanes': ({ parts, reason }: { parts: number; reason: Nested | null }, say: SayNested) =>
    `MNN’s converter makes ${counted(parts, 'convolution')} over two axes of it, one for each tap along the first${reason === null ? '.' : `; each of them: ${say(reason)}`}`,
  'mnn.becomesStep': ({ parts, reason }: { parts: number; reason: Nested | null }, say: SayNested) =>
    `MNN’s converter makes ${counted(parts, 'convolution')} of its one step, of the input and of the state${reason === null ? '.' : `; each of them: ${say(reason)}`}`,
  'mnn.becomesDepthwise': ({ parts, reason }: { parts: number; reason: Nested | null }, say: SayNested) =>
    `MNN’s converter makes ${parts} depthwise ${parts === 1 ? 'layer' : 'layers'} of it, one for each pair of channels in and out of a group${reason === null ? '.' : `; each of them: ${say(reason)}`}`,
  'mnn.groups': ({ groups, reason }: { groups: number; reason: Nested }, say: SayNested) =>
    `Each of the ${groups} groups gets an executor of its own; within each: ${say(reason)}`,
  'mnn.withinGroup': ({ reason }: { reason: Nested }, say: SayNested) => `Within each group: ${say(reason)}`,

  'forced.same': ({ layers }: { layers: string }) =>
    `Forced by ${override(layers)}; the engine’s own rules choose the same.`,
  'forced.instead': ({ layers, choice, reason }: { layers: string; choice: Choice; reason: Nested }, say: SayNested) =>
    `Forced by ${override(layers)}; the engine’s own rules choose ${choiceName(choice)}: ${clause(say(reason))}.`,
  'forced.setAside': ({ layers, reason }: { layers: string; reason: Nested }, say: SayNested) =>
    `The engine’s own choice, set aside by ${override(layers)}: ${clause(say(reason))}.`,
  'forced.insteadOfMode': ({ layers, kernel }: { layers: string; kernel: string | null }) =>
    `Forced by ${override(layers)}; the memory mode’s own rules choose ${kernel ?? 'none'}.`,
  'forced.setAsideShort': ({ layers }: { layers: string }) => `Set aside by ${override(layers)}.`,

  'convscope.streams': ({ workspace }: { workspace: number }) =>
    `Keeps no copy of its weights: it reads them in every inference, a few channels at a time, into ${leastTogether(workspace)}`,
  'convscope.packsLeast': ({ packed, workspace }: { packed: number; workspace: number }) =>
    `Packs the least weights, ${size(packed)}, of the kernels that fit ${leastTogether(workspace)}`,
  'convscope.fastest': ({ measured, ns }: { measured: boolean; ns: number }) =>
    `${measured ? 'Measured fastest on this machine' : 'Estimated fastest'}, or as fast with less memory: ${duration(ns)}.`,
  'convscope.fasterAsWhole': ({ ns, bestNs }: { ns: number; bestNs: number }) =>
    `Normal mode’s kernels were measured to be faster for the whole model: ${duration(ns)}, where the fastest takes ${duration(bestNs)} by itself.`,
  'convscope.slowerAsWhole': ({ ns }: { ns: number }) =>
    `Measured ${duration(ns)} by itself, but the whole model is slower with the fastest kernels.`,
  'convscope.losesLeast': ({
    ns,
    bestNs,
    budget,
    growth,
  }: {
    ns: number
    bestNs: number
    budget: number
    growth: number
  }) =>
    `Loses the least time, ${duration(ns)} instead of ${duration(bestNs)}, for the bytes it saves: ${withinBudget(budget, growth)}.`,
  'convscope.wholeWeightsOnly': () => 'The file holds the weights so that they can only be read as a whole.',
  'convscope.kernelRefused': ({ kernel, reason }: { kernel: string; reason: Nested }, say: SayNested) =>
    `${kernel}: ${say(reason)}`,
  'convscope.eachGroup': ({ kernel, reason }: { kernel: string; reason: Nested }, say: SayNested) =>
    `Each group runs ${kernel}. ${say(reason)}`,
  'convscope.streamsInLowOnly': () => 'Reads its weights in every inference, which only the low memory mode does.',
  'convscope.fasterButPacks': ({
    measured,
    ns,
    more,
    budget,
    growth,
  }: {
    measured: boolean
    ns: number
    more: number
    budget: number
    growth: number
  }) => `${timed(measured, ns)}, faster, but packs ${size(more)} more: ${withinBudget(budget, growth)}.`,
  'convscope.noFaster': ({ measured, ns, chosenNs }: { measured: boolean; ns: number; chosenNs: number }) =>
    `${timed(measured, ns)}, which counts as no faster than the chosen kernel’s ${duration(chosenNs)}, and takes no less memory.`,
  'convscope.slower': ({ measured, ns, chosenNs }: { measured: boolean; ns: number; chosenNs: number }) =>
    `${timed(measured, ns)}, the chosen kernel at ${duration(chosenNs)}.`,
  'convscope.needsWorkspace': ({ workspace, limit }: { workspace: number; limit: number }) =>
    `Needs ${size(workspace)} of workspace, more than the ${size(limit)} that make the whole model smallest.`,
  'convscope.packsMore': ({ packed, chosen }: { packed: number; chosen: number }) =>
    `Packs ${size(packed)} of weights, the chosen kernel ${size(chosen)}.`,
  'convscope.samePackedMoreWorkspace': ({ workspace, chosen }: { workspace: number; chosen: number }) =>
    `Packs as much, but needs ${size(workspace)} of workspace instead of ${size(chosen)}.`,
  'convscope.noLess': () => 'Takes no less memory than the chosen kernel, and is no faster.',
}
