// SPDX-License-Identifier: Apache-2.0
import { clause } from '../figures'
import type { Nested, SayNested } from '../sentence'

/**
 * Sentences, or wordings, that no plan has any more, but documents of version 1, which go by their English text: the id
 * that it had stands behind `retired.`
 */
export const retired = {
  'retired.mnn.strassenAlwaysFirst': () => 'Not reached: 1.0.1 runs every 1×1 layer with Strassen.',
  'retired.mnn.strassenNeedsOne': ({ kernel }: { kernel: string }) =>
    `Strassen needs a 1×1 kernel; this one is ${kernel}.`,
  'retired.mnn.noWinogradSoTiled': ({ why }: { why: Nested }, say: SayNested) =>
    `Winograd cannot be used, because ${say(why)}, so the layer is tiled.`,
  'retired.mnn.staysTiledFailure': ({ why }: { why: Nested }, say: SayNested) => `The layer stays tiled: ${say(why)}.`,
  'retired.mnn.winogradPassesOld': ({ unit }: { unit: number }) =>
    `Winograd with unit ${unit} passes its own test; 1.0.1 does not compare a cost of tiling.`,
  'retired.mnn.depthwise3x3NeedsKernel': ({ kernel }: { kernel: string }) =>
    `Needs a 3×3 kernel; this one is ${kernel}.`,
  'retired.mnn.depthwiseGeneralKernel': ({ kernel }: { kernel: string }) =>
    `A depthwise layer with a ${kernel} kernel takes the general depthwise executor.`,
  'retired.mnn.depthwise3x3NeedsStride': () => 'Needs stride 1 and dilation 1.',
  'retired.mnn.depthwiseGeneralStrided': () =>
    'A strided or dilated depthwise layer takes the general depthwise executor.',
  'retired.mnn.integersKeptFirst': () => 'Not reached: Memory_Low keeps weights that are stored as integers.',
  'retired.mnn.strassenAlways': ({ staging }: { staging: boolean }) =>
    `1.0.1 runs every 1×1 layer with Strassen${staging ? '; batch, stride or padding cost it two staging copies' : ''}.`,
  'retired.mnn.memoryTiles': ({ version, lowMemoryBuild }: { version: string; lowMemoryBuild: boolean }) =>
    `Memory_Low tiles every convolution in ${version} built ${lowMemoryBuild ? 'with' : 'without'} MNN_LOW_MEMORY.`,
  'retired.mnn.memoryDisablesUnits': () => 'Memory_Low disables Winograd in 1.0.1 before any unit is rated.',
  'retired.mnn.memoryDisablesWinograd': () => 'Memory_Low disables Winograd in 1.0.1, so the layer stays tiled.',
  'retired.mnn.memoryNeverLookedAt': ({ reason }: { reason: Nested }, say: SayNested) =>
    `${clause(say(reason))}; 2.8.1 built without MNN_LOW_MEMORY never looks at the memory mode.`,
  'retired.mnn.depthwiseShared': () => '3.6.1 has one executor for all depthwise layers.',
  'retired.note.converterLayouts': () =>
    'Layouts are derived as MNN’s converter would have them; a grouped convolution stays one layer, though converters of 2.8.1 may write one per group.',
}
