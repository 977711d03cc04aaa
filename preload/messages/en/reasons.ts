import { clause, costText, fineSize, fineTime, rateText } from '../figures'
import type { ReasonParameters, Sentences } from '../message'
import { choiceName } from './names'

const override = (layers: string) => `the override “${layers}”`
const withinBudget = (budget: number, growth: number) =>
  `all packed weights together stay within ${fineSize(budget)}, ${growth} × the file’s or the least there is`
const timed = (measured: boolean, ns: number) => `${measured ? 'Measured at' : 'Estimated at'} ${fineTime(ns)}`
const kept = (bits: number) => `Memory_Low keeps the ${bits}-bit weights of the file`
const leastTogether = (workspace: number) =>
  `the shared workspace of ${fineSize(workspace)}; all layers’ packed weights and that workspace together are then the least.`

/** Why candidates are taken or left. */
export const reasons: Sentences<ReasonParameters> = {
  'obstacle.kernelNotSquare': ({ kernel }) => `the kernel is ${kernel}, not square`,
  'obstacle.kernelOne': () => 'the kernel is 1×1',
  'obstacle.kernelNotOne': ({ kernel }) => `the kernel is ${kernel}, not 1×1`,
  'obstacle.kernelNotThree': ({ kernel }) => `the kernel is ${kernel}, not 3×3`,
  'obstacle.stride': ({ stride }) => `the stride is ${stride}, not 1`,
  'obstacle.dilation': ({ dilation }) => `the dilation is ${dilation}, not 1`,
  'obstacle.dilated': () => 'it is dilated',
  'obstacle.noTransform': ({ kernel }) => `there is no transform for a ${kernel} kernel`,
  'obstacle.padding': () => 'padding makes its output differ in size from its input',
  'obstacle.smallOutput': ({ output }) => `the output, ${output}, is smaller than 2×2`,
  'obstacle.computedWeight': () => 'its weight comes from another node, which leaves the engine no choice',
  'obstacle.noUnit': ({ unit, kernel, units }) =>
    `the engine has no transforms for unit ${unit} with a ${kernel} kernel; its units are ${units.join(', ')}`,
  'obstacle.depthwise': () => 'it is depthwise',
  'obstacle.notDepthwise': () => 'it is not depthwise',
  'obstacle.ownDepthwise': () => 'it is depthwise, for which the engine has executors of its own',
  'obstacle.oneGroup': () => 'it has only one group',
  'obstacle.noPlainProduct': () => 'MNN has no executor of this kind; its own for 1×1 layers is strassen-1x1',
  'obstacle.noStreaming': () => 'only Convscope’s own engine reads weights in every inference',
  'obstacle.rule': ({ reason }, say) => `the engine’s rule says: ${clause(say(reason))}`,
  'obstacle.notOffered': () => 'the engine’s rules do not offer it',
  'obstacle.notPointwise': ({ kernel }) => `the kernel is ${kernel}, not 1×1, or the layer is strided`,
  'obstacle.notInVersion': () => 'this version of the engine does not have it',
  'obstacle.noSuchKernel': ({ kernels }) =>
    `Convscope’s engine has no such kernel; for this layer it has ${kernels.join(', ')}`,

  'bound.threads': ({ positions, threads }) =>
    `the root of ${positions} output positions shared by ${threads} ${threads === 1 ? 'thread' : 'threads'}`,
  'bound.rows': ({ positions, rows }) => `the root of ${positions} output positions shared by ${rows} rows`,
  'bound.threadRows': ({ positions, threads, rows }) =>
    `from ${positions} output positions shared by ${threads} × ${rows} rows`,
  'bound.level': ({ level }) => `set by Winograd memory level ${level}`,
  'failure.noUnit': ({ bound, source }, say) => `no Winograd unit is within the bound ${bound}, ${say(source)}`,
  'failure.noPositiveRate': () => 'no Winograd unit has a positive rate',
  'failure.belowOne': ({ rate, unit }) => `the best Winograd rate, ${rateText(rate)} of unit ${unit}, is below 1`,

  'mnn.sparse': () =>
    'Most weights are zero and the file leaves them out: the engine multiplies with the others only, whatever the memory mode.',
  'mnn.sparseFirst': () => 'Not reached: the file stores only the weights that are not zero.',
  'mnn.computedWeight': () =>
    'The weight comes from another node and is packed anew at every run, so there is nothing to choose.',
  'mnn.strassen': () => 'A 1×1 layer with stride 1 whose output is as large as its input runs with Strassen.',
  'mnn.strassenFirst': () => 'Not reached: the layer runs with Strassen.',
  'mnn.noStrassen': ({ why }, say) => `Strassen cannot be used: ${say(why)}.`,
  'mnn.strassenAlways': ({ staging }) =>
    `1.0.1 runs every 1×1 layer with Strassen${staging ? '; batch, stride or padding cost it two staging copies' : ''}.`,
  'mnn.strassenAlwaysFirst': () => 'Not reached: 1.0.1 runs every 1×1 layer with Strassen.',
  'mnn.strassenNeedsOne': ({ kernel }) => `Strassen needs a 1×1 kernel; this one is ${kernel}.`,
  'mnn.noWinograd': ({ why }, say) => `Winograd cannot be used: ${say(why)}.`,
  'mnn.tiledBecause': ({ why }, say) => `The layer is tiled, because ${say(why)}.`,
  'mnn.noWinogradSoTiled': ({ why }, say) => `Winograd cannot be used, because ${say(why)}, so the layer is tiled.`,
  'mnn.tiledFailure': ({ why }, say) => `The layer is tiled: ${say(why)}.`,
  'mnn.staysTiledFailure': ({ why }, say) => `The layer stays tiled: ${say(why)}.`,
  'mnn.levelBeforeUnits': () => 'Winograd memory level 0 excludes Winograd before any unit is rated.',
  'mnn.levelSoTiled': () => 'Winograd memory level 0 excludes Winograd, so the layer is tiled.',
  'mnn.memoryFirst': () => 'Not reached: Memory_Low was looked at first.',
  'mnn.memoryTiles': ({ version, lowMemoryBuild }) =>
    `Memory_Low tiles every convolution in ${version} built ${lowMemoryBuild ? 'with' : 'without'} MNN_LOW_MEMORY.`,
  'mnn.memoryDisablesUnits': () => 'Memory_Low disables Winograd in 1.0.1 before any unit is rated.',
  'mnn.memoryDisablesWinograd': () => 'Memory_Low disables Winograd in 1.0.1, so the layer stays tiled.',
  'mnn.memoryNeverLookedAt': ({ reason }, say) =>
    `${clause(say(reason))}; 2.8.1 built without MNN_LOW_MEMORY never looks at the memory mode.`,
  'mnn.unitAboveBound': ({ unit, bound, source }, say) => `Unit ${unit} is above the bound ${bound}, ${say(source)}.`,
  'mnn.rateNoGain': ({ rate }) => `Rate ${rateText(rate)} is below 1: no gain over direct convolution.`,
  'mnn.rateOnly': ({ rate, unit }) =>
    `Rate ${rateText(rate)} of unit ${unit}, the only one within the bound, is not below 1.`,
  'mnn.rateBest': ({ rate, units }) =>
    `Rate ${rateText(rate)} is the best of units ${units.join(', ')}, and not below 1.`,
  'mnn.rateNotAbove': ({ rate, best, unit }) =>
    `Rate ${rateText(rate)} does not exceed the ${rateText(best)} of unit ${unit}.`,
  'mnn.winogradPasses': ({ unit }) =>
    `Winograd with unit ${unit} passes its own test; on this instruction set MNN does not compare tiling’s cost.`,
  'mnn.winogradPassesOld': ({ unit }) =>
    `Winograd with unit ${unit} passes its own test; 1.0.1 does not compare a cost of tiling.`,
  'mnn.costLeast': ({ cost, tiled }) =>
    `Cost ${costText(cost)} is the smallest of all units, and not above the ${costText(tiled)} of tiling.`,
  'mnn.costLeastButAbove': ({ cost, tiled }) =>
    `Cost ${costText(cost)} is the smallest of all units, but above the ${costText(tiled)} of tiling.`,
  'mnn.costNotBelow': ({ cost, best, unit }) =>
    `Cost ${costText(cost)} is not below the ${costText(best)} of unit ${unit}.`,
  'mnn.tiledCostNotBelow': ({ cost, best, unit }) =>
    `Cost ${costText(cost)} is not below the ${costText(best)} of Winograd with unit ${unit}.`,
  'mnn.tiledNoUnit': ({ bound }) => `The layer is tiled: no Winograd unit is within the bound ${bound}.`,
  'mnn.tiledCostBelow': ({ cost, best, unit }) =>
    `Cost ${costText(cost)} is below the ${costText(best)} of Winograd’s best, unit ${unit}, so the layer is tiled.`,
  'mnn.depthwiseShared': () => '3.6.1 has one executor for all depthwise layers.',
  'mnn.noDepthwise3x3': ({ why }, say) => `Cannot be used: ${say(why)}.`,
  'mnn.depthwiseGeneral': ({ why }, say) => `The general depthwise executor is taken, because ${say(why)}.`,
  'mnn.depthwise3x3': ({ twoByTwo }) =>
    twoByTwo
      ? 'A depthwise 3×3 layer with stride 1, dilation 1 and at least 2×2 outputs has an executor of its own.'
      : 'A depthwise 3×3 layer with stride 1 and dilation 1 has an executor of its own.',
  'mnn.depthwise3x3First': () => 'Not reached: the 3×3 executor was taken.',
  'mnn.depthwise3x3NeedsKernel': ({ kernel }) => `Needs a 3×3 kernel; this one is ${kernel}.`,
  'mnn.depthwiseGeneralKernel': ({ kernel }) =>
    `A depthwise layer with a ${kernel} kernel takes the general depthwise executor.`,
  'mnn.depthwise3x3NeedsStride': () => 'Needs stride 1 and dilation 1.',
  'mnn.depthwiseGeneralStrided': () => 'A strided or dilated depthwise layer takes the general depthwise executor.',
  'mnn.integersHybrid': ({ bits }) => `${kept(bits)}; a 1×1 layer quantises its input as it runs.`,
  'mnn.integersWidened': ({ bits }) => `${kept(bits)}; they are widened as they are multiplied.`,
  'mnn.integersFirst': ({ bits }) => `Not reached: ${kept(bits)}.`,
  'mnn.integersQuantised': ({ bits }) => `${kept(bits)}; the input is quantised as it runs.`,
  'mnn.integersKeptFirst': () => 'Not reached: Memory_Low keeps weights that are stored as integers.',
  'mnn.groups': ({ groups, reason }, say) =>
    `Each of the ${groups} groups gets an executor of its own; within each: ${say(reason)}`,
  'mnn.withinGroup': ({ reason }, say) => `Within each group: ${say(reason)}`,

  'forced.same': ({ layers }) => `Forced by ${override(layers)}; the engine’s own rules choose the same.`,
  'forced.instead': ({ layers, choice, reason }, say) =>
    `Forced by ${override(layers)}; the engine’s own rules choose ${choiceName(choice)}: ${clause(say(reason))}.`,
  'forced.setAside': ({ layers, reason }, say) =>
    `The engine’s own choice, set aside by ${override(layers)}: ${clause(say(reason))}.`,
  'forced.insteadOfMode': ({ layers, kernel }) =>
    `Forced by ${override(layers)}; the memory mode’s own rules choose ${kernel ?? 'none'}.`,
  'forced.setAsideShort': ({ layers }) => `Set aside by ${override(layers)}.`,

  'convscope.streams': ({ workspace }) =>
    `Keeps no copy of its weights: it reads them in every inference, a few channels at a time, into ${leastTogether(workspace)}`,
  'convscope.packsLeast': ({ packed, workspace }) =>
    `Packs the least weights, ${fineSize(packed)}, of the kernels that fit ${leastTogether(workspace)}`,
  'convscope.fastest': ({ measured, ns }) =>
    `${measured ? 'Measured fastest on this machine' : 'Estimated fastest'}, or as fast with less memory: ${fineTime(ns)}.`,
  'convscope.losesLeast': ({ ns, bestNs, budget, growth }) =>
    `Loses the least time, ${fineTime(ns)} instead of ${fineTime(bestNs)}, for the bytes it saves: ${withinBudget(budget, growth)}.`,
  'convscope.wholeWeightsOnly': () => 'The file holds the weights so that they can only be read as a whole.',
  'convscope.kernelRefused': ({ kernel, reason }, say) => `${kernel}: ${say(reason)}`,
  'convscope.eachGroup': ({ kernel, reason }, say) => `Each group runs ${kernel}. ${say(reason)}`,
  'convscope.streamsInLowOnly': () => 'Reads its weights in every inference, which only the low memory mode does.',
  'convscope.fasterButPacks': ({ measured, ns, more, budget, growth }) =>
    `${timed(measured, ns)}, faster, but packs ${fineSize(more)} more: ${withinBudget(budget, growth)}.`,
  'convscope.noFaster': ({ measured, ns, chosenNs }) =>
    `${timed(measured, ns)}, which counts as no faster than the chosen kernel’s ${fineTime(chosenNs)}, and takes no less memory.`,
  'convscope.slower': ({ measured, ns, chosenNs }) =>
    `${timed(measured, ns)}, the chosen kernel at ${fineTime(chosenNs)}.`,
  'convscope.needsWorkspace': ({ workspace, limit }) =>
    `Needs ${fineSize(workspace)} of workspace, more than the ${fineSize(limit)} that make the whole model smallest.`,
  'convscope.packsMore': ({ packed, chosen }) =>
    `Packs ${fineSize(packed)} of weights, the chosen kernel ${fineSize(chosen)}.`,
  'convscope.samePackedMoreWorkspace': ({ workspace, chosen }) =>
    `Packs as much, but needs ${fineSize(workspace)} of workspace instead of ${fineSize(chosen)}.`,
  'convscope.noLess': () => 'Takes no less memory than the chosen kernel, and is no faster.',
}
