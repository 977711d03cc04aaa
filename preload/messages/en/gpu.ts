// SPDX-License-Identifier: Apache-2.0
import type { Algorithm } from '#contract/algorithms'
import { clause, size } from '../figures'
import type { Nested, SayNested } from '../sentence'
import { choiceName } from './names'

export interface Channels {
  inChannels: number
  outChannels: number
}

export interface Map2D extends Channels {
  width: number
  height: number
  taken: boolean
}

export interface Product {
  rows: number
  multiplications: number
}

const channels = ({ inChannels, outChannels }: Channels) => `${inChannels} → ${outChannels} channels`
const layer = ({ width, height, ...rest }: Map2D) => `${channels(rest)} on ${width}×${height} pixels`
const algorithmName = (algorithm: Algorithm) => choiceName({ algorithm, unit: null, inner: null })
const millions = (count: number) => `${Math.round(count / 1e6)} million`

/** Why MNN’s OpenCL backend takes or leaves a candidate, and what plans of it are told with. */
export const gpu = {
  'gpu.winogradForm': ({ kernels }: { kernels: string }) =>
    `Winograd is for kernels of ${kernels} with stride and dilation 1.`,
  'gpu.winogradShape': (of: Map2D) =>
    `Winograd F(2,3) is for 32 channels or more on both sides where the input is narrower than the output has channels, and for 64 or more on both sides: this layer has ${layer(of)}${of.taken ? '' : ', which is neither'}.`,
  'gpu.winogradSmall': (of: Map2D) =>
    `Winograd F(2,3) is for inputs of at most 32×32 pixels, with 32 to 512 input and at most 512 output channels: this layer has ${layer(of)}${of.taken ? '' : ', which is not'}.`,
  'gpu.winogradIntel': ({ pixels, taken }: { pixels: number; taken: boolean }) =>
    `On Intel’s GPUs Winograd F(2,3) is for inputs of at most 4096 pixels: this one has ${pixels}${taken ? '' : ', too many'}.`,
  'gpu.winogradBudget': ({ pairBytes, budget }: { pairBytes: number; budget: number }) =>
    `Under memory low the two transformed copies of one layer may take ${size(budget)}; these would take ${size(pairBytes)}.`,
  'gpu.winogradUncounted': ({ pairBytes }: { pairBytes: number }) =>
    `The two transformed copies would take ${size(pairBytes)}: one has more elements than a whole number of 32 bits can count.`,
  'gpu.winogradSide': ({ side, most }: { side: number; most: number }) =>
    `The test for Winograd finds an image side of ${side} pixels; this GPU allows ${most}.`,
  'gpu.winogradImage': (of: Channels) =>
    `Images of the transformed copies fit the GPU, and the channels suffice for Winograd: ${channels(of)}, where 32 on both sides always do.`,
  'gpu.winogradFewChannels': (of: Channels) => `Too few channels for Winograd: ${channels(of)}.`,
  'gpu.winogradFirst': () => 'Winograd took the layer first.',
  'gpu.notPointwise': () => 'Only 1×1 layers without stride and padding are taken here.',
  'gpu.pointwiseNarrow': ({ width }: { width: number }) =>
    `The 1×1 kernel computes four pixels of a row at once; this input has ${width}.`,
  'gpu.pointwise': () => 'A 1×1 layer without stride and padding has a kernel of its own, which needs no workspace.',
  'gpu.productChannels': (of: Channels) =>
    `One product of matrices is for more than 32 input and 64 output channels: this layer has ${channels(of)}.`,
  'gpu.productSmall': ({ rows, multiplications }: Product) =>
    `One product of matrices needs 128 rows and 67 million multiplications: this one has ${rows} rows and ${millions(multiplications)}.`,
  'gpu.product': ({ rows, multiplications }: Product) =>
    `With ${rows} rows and ${millions(multiplications)} multiplications the layer is one product of matrices, between rearranged copies of input and output.`,
  'gpu.productUneven': ({ rows, inChannels, outChannels }: Channels & { rows: number }) =>
    `Until 3.0.3 one product of matrices is for sides that are not too unlike: this one has ${rows} rows, ${channels({ inChannels, outChannels })}.`,
  'gpu.productFirst': () => 'The layer is large enough for one product of matrices.',
  'gpu.integers': ({ bits }: { bits: number }) =>
    `Under memory low a build with MNN_LOW_MEMORY keeps the file’s integers of ${bits} bits on the GPU, before any other test.`,
  'gpu.subgroups': () =>
    'From 16 output channels on, what Winograd did not take is computed by Intel’s subgroups, sixteen channels at a time; an input in packs of four is copied first.',
  'gpu.onCpu': () =>
    'The OpenCL backend has no convolution in groups: the CPU runs it between copies, and holds its weights.',
  'gpu.direct': () => 'What no earlier test took is computed directly, without a workspace.',
  'gpu.depthwise': () => 'One kernel for each channel: there is one way to run it.',
  'gpu.transposed': () => 'Transposed layers have one way to run: a kernel that gathers.',
  'gpu.kept': ({ algorithm }: { algorithm: Algorithm }) =>
    `The session was created for the file’s own input size, where the rules chose ${algorithmName(algorithm)}; a resize keeps that.`,
  'gpu.notKept': ({ reason }: { reason: Nested }, say: SayNested) =>
    `It would be chosen at this size (${clause(say(reason))}), but the session keeps what it was created with.`,
  'unmodelled.gpuIntegers': () =>
    'Under memory low this build keeps the integers of the file on the GPU; how was read of 3.6.1 alone, and of 4 and 8 bits.',
  'unmodelled.imageTooLong': () =>
    'It needs a longer image than the GPU allows: MNN hands it to the CPU, and what that takes is not modelled.',
  'unmodelled.onCpu': () => 'The OpenCL backend hands this operation to the CPU; what the copies take is not modelled.',

  'unmodelled.gpuOperation': () => 'What the OpenCL backend takes for this operation is not modelled.',

  'note.gpuAsked': ({ storage, elementBytes }: { storage: string; elementBytes: number }) =>
    `These are bytes asked of the OpenCL driver after one inference, in ${storage === 'image' ? 'image' : 'buffer'} mode with ${elementBytes} bytes a number. What a driver adds (row pitch, whole pages, kernels) is not in them, nor is the processor’s own memory, where the model file stays until releaseModel is called.`,
  'note.gpuSessionInfo': ({
    counted,
    uncounted,
    allPools,
  }: {
    counted: number
    uncounted: number
    allPools: boolean
  }) =>
    `getSessionInfo(MEMORY) reports ${size(counted)} of it: ${allPools ? 'all pools' : 'the pool of weight buffers alone'}. ${uncounted === 0 ? 'Nothing is left out.' : `${size(uncounted)} ${allPools ? 'in no pool are' : 'are'} not counted.`}`,
  'note.gpuOnCpu': ({ layers }: { layers: number }) =>
    `${layers === 1 ? 'One layer runs' : `${layers} layers run`} on the CPU: what it holds for ${layers === 1 ? 'it' : 'them'} is not in these figures, but in those of getSessionInfo(MEMORY).`,
  'note.gpuPeak': ({ peak, loaded }: { peak: number; loaded: number }) =>
    `While the session is created and sized up to ${size(peak)} are asked for at once, since weights are copied on their way; ${size(loaded)} stay.`,
  'note.gpuTransfer': ({ bytes }: { bytes: number }) =>
    `Values go in and out by way of one buffer of ${size(bytes)}, which stays after the first inference.`,
  'note.gpuResized': () =>
    'The file states other input sizes: executors are made for those and kept when the session is resized, unless the first resize is deferred until the sizes are set.',
  'note.gpuStranded': ({ bytes }: { bytes: number }) =>
    `${size(bytes)} of it are blocks of an earlier size, told as other memory: 1×1 layers that were one product then, and are none now, still refer to them.`,
  'note.gpuTuned': () =>
    'Kernels are taken to be tuned, as they are unless MNN_GPU_TUNING_NONE is asked for: a 1×1 layer of integers then tries both of its ways and asks for the workspace of both. Without tuning layers of 17 to 512 pixels ask for none.',
  'note.gpuUnmeasured': ({ version, measured }: { version: string; measured: readonly string[] }) =>
    `The OpenCL backend was measured in MNN ${measured.join(', ')}. Of ${version} its rules were read from the source; what was not looked for there may differ.`,
  'note.gpuProcessor': () => 'Threads and instruction set make no difference to what the driver is asked for.',
  'note.unreleased': ({ nearest }: { nearest: string }) =>
    `MNN’s development branch: this plan has the rules of ${nearest}, and of the OpenCL backend the two fixes of August 2026 (#4783, #4784). What else has changed there is uncertain.`,

  'rule.gpuConvolutions.2.8.1': () =>
    'OpenCL, buffer mode: 3×3 layers run Winograd F(2,3) up to 32×32 pixels and 512 channels.',
  'rule.gpuConvolutions.2.9.1': () =>
    'OpenCL, buffer mode: 3×3 layers run Winograd F(2,3) on maps of any size that are narrower than the output has channels.',
  'rule.gpuConvolutions.2.9.2': () =>
    'OpenCL, buffer mode: from 64 channels on both sides 3×3 layers run Winograd F(2,3) on maps of any size; its two copies take eight times the tensor and more.',
  'rule.gpuConvolutions.2.9.5': () =>
    'OpenCL, buffer mode: as before, rounded up to tiles by the size of the product; large 1×1 layers are one product, with Strassen where it pays.',
  'rule.gpuConvolutions.2.9.6': () =>
    'OpenCL, buffer mode: as before; Strassen’s sums no longer lie in the rearranged copies that the product still reads.',
  'rule.gpuConvolutions.3.0.4': () =>
    'OpenCL, buffer mode: as before; large 1×1 layers are one product however unlike its sides are.',
  'rule.gpuConvolutions.master': () =>
    'OpenCL: under memory low, a layer whose two Winograd copies would take more than 256 MiB runs directly (#4783).',
  'rule.gpuTensors.2.8.1': () =>
    'OpenCL, buffer mode: every tensor rounds its channels up to eight, weights too: those of Winograd take twice their size.',
  'rule.gpuTensors.2.8.4': () => 'OpenCL, buffer mode: as before; whole numbers keep their width.',
  'rule.gpuTensors.3.0.2': () =>
    'OpenCL, buffer mode: packed tensors alone round their channels up, to four; weights have their plain size.',
  'rule.gpuOther.2.8.1': () =>
    'OpenCL: rasters copy by way of unpacked buffers in either mode; half precision in image mode needs precision low for those.',
  'rule.gpuOther.2.8.2': () => 'OpenCL: as before; a loop over rows stands for most broadcasts.',
  'rule.gpuOther.2.8.4': () =>
    'OpenCL: as before; rasters read and write buffers where they are, and in image mode take one unpacked copy of what they write.',
  'rule.gpuOther.2.9.2': () =>
    'OpenCL: as before; in buffer mode products of several matrices copy their operands as they are, large ones rounded up to 32.',
  'rule.gpuOther.2.9.5': () =>
    'OpenCL: as before; products of several matrices take no copies in buffer mode, softmax and the place of an extreme unpack there what is packed; blocks in which weights were staged are given back.',
  'rule.gpuOther.2.9.6': () =>
    'OpenCL: as before; in image mode rasters that go by whole packs take no copy, others unpacked ones of all that they read and write.',
  'rule.gpuOther.3.1.3': () =>
    'OpenCL: as before; in either mode numbers take two bytes unless precision is high or the device lacks them.',
  'rule.gpuOther.3.4.0': () => 'OpenCL: as before; in image mode loops copy all that they touch, and keep the copies.',
  'rule.gpuCounted.2.8.1': () => 'OpenCL: getSessionInfo(MEMORY) counts the pool of weight buffers alone.',
  'rule.gpuCounted.master': () => 'OpenCL: getSessionInfo(MEMORY) counts all pools (#4784).',
}
