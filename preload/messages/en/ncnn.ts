// SPDX-License-Identifier: Apache-2.0
import { clause, size } from '../figures'
import type { Nested, SayNested } from '../sentence'
import { counted } from './names'

export interface Channels {
  ic: number
  oc: number
}

export interface Packs {
  inPack: number
  outPack: number
}

const channels = ({ ic, oc }: Channels) => `${ic} → ${oc} channels`
const transform = (unit: number) => `F(${unit},3)`
const packs = ({ inPack, outPack }: Packs) => `packs of ${inPack} to packs of ${outPack}`

/** Why ncnn takes or leaves a candidate, what its plans are told with, and its rules in words. */
export const ncnn = {
  'ncnn.notReached': () => 'Not reached: an earlier test took the layer.',
  'ncnn.winogradOff': () => 'Winograd is switched off.',
  'ncnn.unitsOff': () => 'Every Winograd tile that there is for this layer is switched off.',
  'ncnn.unitOff': ({ unit }: { unit: number }) => `${transform(unit)} is switched off.`,
  'ncnn.winogradShape': ({ kernel, stride, dilation }: { kernel: string; stride: string; dilation: string }) =>
    `Winograd needs a 3×3 kernel with stride and dilation 1; this one is ${kernel} with stride ${stride} and dilation ${dilation}.`,
  'ncnn.winogradFew': ({ most, ...layer }: Channels & { most: number }) =>
    `Too few channels for Winograd: ${channels(layer)}, where more than ${most} are asked for.`,
  'ncnn.unitLeft': ({ reason }: { reason: Nested }, say: SayNested) => `Another tile is taken: ${clause(say(reason))}.`,
  'ncnn.unitByChannels': ({ unit, most, ...layer }: Channels & { unit: number; most: number }) =>
    `F(6,3) is for at most ${most} channels on both sides: ${channels(layer)} take ${transform(unit)}.`,
  'ncnn.unitInstead': ({ unit, wanted }: { unit: number; wanted: number }) =>
    `${transform(wanted)} would be taken but is switched off; ${transform(unit)} takes its place.`,
  'ncnn.unitBySize': ({ unit, side, ...layer }: Channels & { unit: number; side: number }) =>
    `The engine’s table of measured times says ${transform(unit)} for ${channels(layer)} and a smaller padded side of ${side}.`,
  'ncnn.unitLeast': ({ least, ...layer }: Channels & { least: number }) =>
    `No larger tile is allowed for ${channels(layer)}: F(4,3) asks for at least ${least} on both sides.`,
  'ncnn.unitByRange': ({ unit, from, to, ...layer }: Channels & { unit: number; from: number; to: number }) =>
    `F(6,3) is for ${from} to ${to} channels on both sides, F(4,3) for ${from} or more, F(2,3) for the rest: ${channels(layer)} take ${transform(unit)}.`,
  'ncnn.unitAlone': ({ unit }: { unit: number }) => `${transform(unit)} is the only tile that is switched on.`,
  'ncnn.unitPlain': ({ unit, least, ...layer }: Channels & { unit: number; least: number }) =>
    `Unpacked channels take F(4,3) from ${least} on both sides, or where F(2,3) is off: ${channels(layer)} take ${transform(unit)}.`,
  'ncnn.unitOnly': ({ unit, ...layer }: Packs & { unit: number }) =>
    `From ${packs(layer)} there is ${transform(unit)} alone.`,
  'ncnn.packsDiffer': (layer: Packs) => `There is no Winograd from ${packs(layer)}.`,
  'ncnn.packsNotEight': (layer: Packs) =>
    `This release has Winograd for packs of 8 on both sides only, not from ${packs(layer)}.`,
  'ncnn.alwaysSix': ({ least, heeded }: { least: number; heeded: boolean }) =>
    `Packs of 8 on both sides with at least ${least} channels always run F(6,3)${heeded ? '' : ', although Winograd is switched off: no option is asked'}.`,
  'ncnn.bothKept': ({ small }: { small: boolean }) =>
    small
      ? 'Weights of F(2,3) and of GEMM are both kept; an output smaller than 8×8 runs GEMM.'
      : 'Weights of F(2,3) and of GEMM are both kept; an output of 8×8 or more runs F(2,3).',
  'ncnn.bothUnits': ({ unit }: { unit: number }) =>
    `Weights of F(6,3) and of F(4,3) are both kept; padded images whose sides are up to 10, 15 to 18, 21 or 22 run F(4,3), others F(6,3): this one runs ${transform(unit)}.`,
  'ncnn.pointwise': () => 'A 1×1 layer is one product of matrices.',
  'ncnn.notPlainPointwise': () => 'Only 1×1 layers with stride 1 or 2 are taken here.',
  'ncnn.ownWindow': (layer: Packs) => `From ${packs(layer)} this window has a kernel of its own, which comes first.`,
  'ncnn.gemmAlways': () => 'What no earlier test took runs as im2col and one product.',
  'ncnn.gemmDilated': () => 'The weights are packed for GEMM, but a dilated layer computes with the original ones.',
  'ncnn.gemmChannels': ({ least, takes, ...layer }: Channels & { least: number; takes: boolean }) =>
    `GEMM is for ${least} or more channels on one side: ${channels(layer)} ${takes ? 'have them' : 'have fewer'}.`,
  'ncnn.gemmBothSides': ({ least, takes, ...layer }: Channels & { least: number; takes: boolean }) =>
    `GEMM is for ${least} or more channels on both sides: ${channels(layer)} ${takes ? 'have them' : 'have fewer'}.`,
  'ncnn.gemmFewOutputs': ({ oc }: { oc: number }) =>
    `With ${counted(oc, 'output channel')} and a window or inputs of this size the direct kernel is preferred to GEMM.`,
  'ncnn.windowGemm': ({ takes, ...layer }: Channels & { takes: boolean }) =>
    `This window runs GEMM from ${channels(layer)} on: ${takes ? 'there are as many' : 'there are fewer'}.`,
  'ncnn.windowBoth': ({ gemm }: { gemm: boolean }) =>
    `Weights of GEMM and of this window’s own kernel are both kept; by channels and the image’s size ${gemm ? 'GEMM' : 'the kernel'} runs.`,
  'ncnn.plainSix': ({ runs, side }: { runs: boolean; side: number }) =>
    `Unpacked channels have F(6,3) alone${runs ? '' : `, which runs where no padded side is above ${side}: this image is computed with the original weights`}.`,
  'ncnn.gemmMany': ({ most, ...layer }: Channels & { most: number }) =>
    `More than ${most} channels on one side prefer GEMM: ${channels(layer)}.`,
  'ncnn.gemmFigure': ({ figure, l2, takes }: { figure: number; l2: number; takes: boolean }) =>
    `The engine’s figure for the weights is ${size(figure)}, ${takes ? 'above' : 'not above'} the ${size(l2)} that the cache of a core stands for.`,
  'ncnn.gemmOwnKernel': () => 'GEMM gives way to a kernel written for this window.',
  'ncnn.sgemmOff': () => 'GEMM is switched off for all but 1×1 layers.',
  'ncnn.direct': () => 'What no earlier test took is computed directly.',
  'ncnn.groups': ({ groups, reason }: { groups: number; reason: Nested }, say: SayNested) =>
    `Each of the ${groups} groups is a convolution layer of its own; within each: ${say(reason)}`,
  'ncnn.withinGroup': ({ reason }: { reason: Nested }, say: SayNested) => `Within each group: ${say(reason)}`,
  'ncnn.depthwisePacked': ({ pack }: { pack: number }) => `Depthwise, with ${pack} channels in one pack.`,
  'ncnn.depthwiseCast': () => 'Depthwise with unpacked channels: the weights are kept in 16 bits.',
  'ncnn.depthwisePlain': () => 'Depthwise with unpacked channels: this window computes with the original weights.',
  'ncnn.dilationLayer': ({ dilation, reason }: { dilation: number; reason: Nested }, say: SayNested) =>
    `Without packing a dilated layer runs as ${dilation * dilation} undilated ones, a phase of the image each; within each: ${say(reason)}`,
  'ncnn.withinPhase': ({ reason }: { reason: Nested }, say: SayNested) => `Within each phase: ${say(reason)}`,
  'ncnn.deconvolutionGemm': ({ inBlobs }: { inBlobs: boolean }) =>
    `One product yields all kernel taps of the image, which are then added up; ${inBlobs ? 'nothing is cut off, so that the taps lie in the pool of blobs' : 'taps and the uncut image are workspace'}.`,
  'ncnn.deconvolutionSgemmOff': () => 'GEMM is switched off.',
  'ncnn.deconvolutionStored': () => 'With 16-bit storage but no fp16 arithmetic there is no product of matrices.',
  'ncnn.deconvolutionDirect': () => 'A transposed convolution that is no product of matrices is computed directly.',
  'ncnn.deconvolutionDepthwise': () => 'One kernel for each channel: computed directly.',
  'ncnn.deconvolutionPlain': () =>
    'This release computes transposed convolutions with the original weights, on unpacked channels.',
  'ncnn.halfStoredDirect': () => 'With fp16 storage but no fp16 arithmetic every layer is computed directly.',

  'note.ncnnHeap': () =>
    'Bytes are those of data: each block on the heap takes 68 more, and what the layers’ own objects take is left out.',
  'note.ncnnForced': ({ layers, mask }: { layers: number; mask: boolean }) =>
    `The algorithm of ${counted(layers, 'layer')} is forced${mask ? '; ncnn can be told so where switching off Winograd or sgemm for the layer (key 31 of the .param) has that effect' : ': a “what if”, since this release has no setting for a single layer'}.`,
  'note.ncnnMasks': ({ layers, first }: { layers: number; first: string }) =>
    `The file switches precision options off for ${counted(layers, 'layer')}, the first being “${first}” (key 31); the plan heeds that key for Winograd, sgemm and threads only.`,
  'note.pnnx': ({ folded }: { folded: number }) =>
    `An estimate: the graph is taken as pnnx would convert it${folded === 0 ? '' : `, with ${counted(folded, 'node')} (batch norm, scale, activation) folded into the layer before`}. The file of ncnn’s own tools may differ.`,
  'note.ncnnUnmeasured': ({ version }: { version: string }) =>
    `The rules of ncnn ${version} for this instruction set and these options were read in its source, not measured.`,
  'note.ncnnTransposed': () =>
    'The rules for transposed convolutions were measured on five x86 builds of ncnn; for this release and instruction set they were read in the source.',
  'note.ncnnMisread': ({ layers, first }: { layers: number; first: string }) =>
    `With bfloat16 storage on x86 this release packs the weights of ${layers === 1 ? `“${first}”` : `${counted(layers, 'grouped layer')}, the first being “${first}”,`} in 16 bits and reads them as 32: their results are wrong.`,
  'note.ncnnCrash': ({ layers, first }: { layers: number; first: string }) =>
    `ncnn would crash at ${layers === 1 ? `“${first}”` : `${counted(layers, 'layer')}, the first being “${first}”`}: without packing, an output smaller than the dilation finds no weights.`,
  'note.ncnnBatch': () => 'ncnn has no batch: the plan is for one image at a time.',
  'note.ncnnPool': ({ first, own, total }: { first: string; own: number; total: number }) =>
    `Workspace: a pool of its own keeps ${size(total)}; the largest layer, “${first}”, needs ${size(own)}. Blobs cannot use it.`,
  'note.ncnnAtPeak': ({ first, own, total }: { first: string; own: number; total: number }) =>
    `Workspace: ${size(total)} at the moment when blobs and workspace together are most; the largest of a layer is ${size(own)}, of “${first}”.`,

  'rule.settings.ncnnFirst': () =>
    'Light mode does not drop original weights. With packing on, Winograd and sgemm cannot be switched off for packed layers.',
  'rule.settings.ncnn': () =>
    'Light mode drops original weights once they are packed. Winograd (each tile by itself), sgemm and packing are heeded.',
  'rule.settings.ncnnFirstPairs': () =>
    'Light mode does not drop original weights. Winograd is heeded except where input and output both lie in packs of 8 or 16; sgemm and packing are heeded.',
  'rule.winograd.ncnnFirst': ({ copies }: { copies: boolean }) =>
    `3×3 layers with stride 1, packs of 8 on both sides and 16 channels or more run F(6,3), whatever the options; unpacked ones may run F(2,3), with weights for GEMM beside it. On ARM64 packs of 4, or of 8 in half precision, keep the weights of F(6,3) and F(4,3), whatever the options.${copies ? ' An output of whole tiles is copied once more.' : ''}`,
  'rule.winograd.ncnnFirstPairs': () =>
    '3×3 layers with stride 1 run Winograd where input and output channels are packed alike, with weights of two tiles kept, or where output channels are not packed; unpacked ones may run F(2,3), with weights for GEMM beside it.',
  'rule.winograd.ncnnPairs': ({ keeps }: { keeps: boolean }) =>
    `3×3 layers with stride 1 run Winograd where input and output channels are packed alike, or output channels are not packed; whole images are transformed at once.${keeps ? ' On ARM64 original weights stay beside Winograd’s where nothing is packed.' : ''}`,
  'rule.winograd.ncnnTiled': ({ arm }: { arm: boolean }) =>
    `${arm ? '' : 'On x86 '}3×3 layers with stride 1 and more than a few channels on one side run Winograd; images are transformed in tiles that fit the level-2 cache.${arm ? '' : ' The tiles lie among the blobs. On ARM64 as before.'}`,
  'rule.winogradUnit.ncnnFirst': () => 'F(6,3) for packed channels, F(2,3) for unpacked ones.',
  'rule.winogradUnit.ncnnFirstPairs': () =>
    'For packed channels F(6,3) and F(4,3) are both kept, and an image’s size decides which runs; F(2,3) for unpacked ones.',
  'rule.winogradUnit.ncnnPairs': () =>
    'F(6,3), F(4,3) or F(2,3) by the number of channels alone, with other bounds for each pack.',
  'rule.winogradUnit.ncnnTiled': ({ arm }: { arm: boolean }) =>
    `On x86 F(6,3) up to 32 channels and F(4,3) above, unless the file tells the images’ sizes: then a table of measured times decides. On ARM64 ${arm ? 'F(6,3) up to 128 channels, whatever the size' : 'as before'}.`,
  'rule.pointwise.ncnn': () => 'Every 1×1 layer is one product of matrices.',
  'rule.depthwise.ncnn': () =>
    'Depthwise layers work on packed channels; groups of several channels are a layer of their own each.',
  'rule.deconvolution.ncnnPlain': () =>
    'Transposed convolutions compute with the original weights, on unpacked channels.',
  'rule.deconvolution.ncnnPacked': () => 'Transposed convolutions work on packed channels, with packed weights.',
  'rule.deconvolution.ncnnProduct': () =>
    'A transposed convolution is one product of matrices, which holds all kernel taps of the image, unless sgemm is off; the product’s tiles lie beside its result.',
  'rule.deconvolution.ncnnWorkspace': () => 'As before, but the product’s tiles are workspace.',
  'rule.deconvolution.ncnnDrops': () =>
    'As before; on x86 depthwise ones, too, drop their original weights in light mode.',
  'rule.deconvolution.ncnnWide': () => 'As before; under AVX-512 the product takes 16 positions at a time.',
  'rule.deconvolution.ncnnBlocks': () => 'As before; on x86 weights that are computed with directly lie in blocks.',
  'rule.packing.ncnnBoth': () =>
    'Channels lie in packs of 4 or 8 where their number allows it. The original weights stay beside the packed ones.',
  'rule.packing.ncnn': () =>
    'Channels lie in packs of 4, 8 or 16 where their number allows it; original weights are dropped in light mode.',
  'rule.packing.ncnnRounded': () =>
    'Channels lie in packs of 4, 8 or 16 where their number allows it; original weights are dropped in light mode. Values with one or two axes take multiples of 16 bytes, too, where they took multiples of 4.',
  'rule.tiled.ncnnWhole': () =>
    'Other layers lay the whole image out as a matrix, and multiply it with the weights in one product.',
  'rule.tiled.ncnnLayered': ({ arm }: { arm: boolean }) =>
    `On x86 other layers lay the whole image out as a matrix, which a Gemm layer cuts into tiles that fit the level-2 cache${arm ? ', in the workspace' : ', among the blobs'}. On ARM64 the image is laid out ${arm ? 'tile by tile' : 'whole, as before'}.`,
  'rule.tiled.ncnnFused': () =>
    'Other layers lay the image out as a matrix tile by tile, as they multiply it: it is never there as a whole.',
  'rule.tiled.ncnnFusedWide': () =>
    'Other layers lay the image out as a matrix tile by tile, as they multiply it; on AVX2 and AVX-512 tiles are multiples of 12 and 16 positions wide, where they were multiples of 4.',
  'rule.creation.ncnnTogether': () => 'The weights of all layers are read before any is packed.',
  'rule.creation.ncnnOneByOne': () =>
    'The weights of each layer are packed as soon as they are read, before those of the next.',
  'rule.recurrent.ncnnFirst': ({ both }: { both: boolean }) =>
    `Recurrent layers compute with their weights as they are loaded on x86; ARM64 packs them, and keeps the original ones too. ${both ? 'Each direction has states of its own.' : 'Both directions use one state.'}`,
  'rule.recurrent.ncnnPacked': ({ all }: { all: boolean }) =>
    `LSTM weights are packed on x86 too, and original ones dropped in light mode${all ? ', as on ARM64 those of GRU and RNN' : '; on ARM64 those of GRU and RNN stay'}. Each direction has states of its own.`,
  'rule.geometry.ncnnFirst': () =>
    'For a layer that takes no packed channels, or no elements of 16 bits, the input is first converted into another blob; elements before channels.',
  'rule.geometry.ncnn': ({ x86 = '', arm64 = '' }: { x86?: string; arm64?: string }) =>
    `Inputs are converted for layers that do not take them as they are. Since this release more types take packed channels or 16 bits: ${[x86 && `${x86} on x86`, arm64 && `${arm64} on ARM64`].filter(Boolean).join('; ')}.`,
  'rule.geometry.ncnnLast': ({ x86 }: { x86: string }) =>
    `As before, but of 16 bits channels are unpacked before elements are converted. Since this release ${x86} take packed channels on x86.`,
  'rule.geometry.ncnnAsPacked': ({ x86 }: { x86: string }) =>
    `As before; on x86 ${x86} take channels packed as they come.`,
  'rule.geometry.ncnnBf16': () =>
    'As before; on x86, too, most layers take bfloat16. Grouped ones do not: their input is made float32, and so is what they give.',
  'rule.pool.ncnnCopies': () =>
    'One pool for blobs, one for workspaces, which do not share. The oldest free block that is large enough is taken whole; workspaces take none of twice their size. Nothing is given back. Results are copied out of the pools.',
  'rule.pool.ncnnFirst': () =>
    'One pool for blobs, one for workspaces, which do not share. The oldest free block that is large enough is taken whole; workspaces take none of twice their size. Nothing is given back.',
  'rule.pool.ncnn': () =>
    'One pool for blobs, one for workspaces, which do not share. The oldest free block that is large enough is taken whole; from 10 free blocks on one may be given back.',
}
