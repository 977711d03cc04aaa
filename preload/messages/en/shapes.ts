// SPDX-License-Identifier: Apache-2.0
import { listText } from '../figures'
import type { MessageOf } from '../sentence'
import { counted } from './names'

/** Sizes by axis; a scalar has none. */
export type Dims = readonly number[]

/** Inputs of operations by what they are there for. */
const ROLES = {
  input: 'input',
  addend: 'addend',
  slope: 'slope',
  factors: 'factors',
  parameter: 'parameter of',
  indices: 'indices',
  grid: 'grid',
  weights: 'weights',
  recurrenceWeights: 'recurrence weights',
  scores: 'scores',
  regions: 'regions',
}
export type TensorRole = keyof typeof ROLES
const PLURAL: ReadonlySet<TensorRole> = new Set([
  'factors',
  'indices',
  'weights',
  'recurrenceWeights',
  'scores',
  'regions',
])
const LISTS = { repeats: 'repeats', pads: 'pads', sizes: 'sizes or factors', region: 'numbers of its region' } as const
const WINDOW = { kernel: 'kernel', strides: 'strides', dilations: 'dilations' } as const

const shape = (dims: Dims) => (dims.length === 0 ? 'a scalar' : dims.join('×'))
const shapes = (inputs: readonly Dims[]) => inputs.map(shape).join(' and ')
const grouped = (weights: Dims, groups: number) => `its weights ${shape(weights)} in ${counted(groups, 'group')}`

/** Why shapes of a model do not fit together: clauses whose subject is the node. */
export const shapeCauses = {
  'shape.noInputs': () => 'it has no inputs',
  'shape.missingInput': ({ input }: { input: number }) => `its input ${input} is missing`,
  'shape.rank': ({ role, dims, rank }: { role: TensorRole; dims: Dims; rank: number }) =>
    `its ${ROLES[role]} ${shape(dims)} ${PLURAL.has(role) ? 'do' : 'does'} not have ${counted(rank, 'dimension')}`,
  'shape.rankBelow': ({ dims, least }: { dims: Dims; least: number }) =>
    `its input ${shape(dims)} has fewer than ${counted(least, 'dimension')}`,
  'shape.outputRank': ({ rank }: { rank: number }) => `its output has ${rank} dimensions`,
  'shape.misfit': ({ role, dims, of }: { role: TensorRole; dims: Dims; of: Dims }) =>
    `its ${ROLES[role]} ${shape(dims)} ${PLURAL.has(role) ? 'do' : 'does'} not fit ${shape(of)}`,
  'shape.count': ({ list, count, of }: { list: keyof typeof LISTS; count: number; of: Dims }) =>
    `${count} ${LISTS[list]} do not fit ${shape(of)}`,
  'shape.axesCount': ({ count, axes }: { count: number; axes: number }) => `${count} pads do not fit ${axes} axes`,
  'shape.broadcast': ({ inputs }: { inputs: readonly Dims[] }) =>
    `its inputs ${shapes(inputs)} cannot be broadcast to one shape`,
  'shape.axis': ({ axis, rank }: { axis: number; rank: number }) => `axis ${axis} does not exist in ${rank} dimensions`,
  'shape.axesRepeat': ({ axes }: { axes: Dims }) => `its axes ${listText(axes)} repeat`,
  'shape.index': ({ index, size }: { index: number; size: number }) =>
    `index ${index} does not exist among ${counted(size, 'element')}`,
  'shape.beyond32Bits': ({ value }: { value: number }) =>
    `it states ${value}, which is more than the 32 bits that engines have for it`,
  'shape.stepZero': () => 'its step is 0',

  'shape.product': ({ a, b, columns, rows }: { a: Dims; b: Dims; columns: number; rows: number }) =>
    `${shape(a)} and ${shape(b)} do not multiply: ${columns} is not ${rows}`,
  'shape.concat': ({ dims, first, axis }: { dims: Dims; first: Dims; axis: number }) =>
    `${shape(dims)} cannot be joined to ${shape(first)} along axis ${axis}`,
  'shape.stack': ({ dims, first }: { dims: Dims; first: Dims }) =>
    `${shape(dims)} cannot be stacked on ${shape(first)}`,
  'shape.permutation': ({ permutation, dims }: { permutation: Dims; dims: Dims }) =>
    `${listText(permutation)} is no permutation of the dims of ${shape(dims)}`,
  'shape.padsTakeAll': ({ pads, dims }: { pads: Dims; dims: Dims }) =>
    `its pads ${listText(pads)} take away more than ${shape(dims)}`,
  'shape.padsBeyond': ({ mode, dims }: { mode: 'reflect' | 'symmetric'; dims: Dims }) =>
    `it ${mode === 'reflect' ? 'reflects' : 'mirrors'} more than ${shape(dims)} holds`,
  'shape.channelBlocks': ({ channels, blockSize }: { channels: number; blockSize: number }) =>
    `${channels} channels cannot be spread over blocks of ${blockSize}²`,
  'shape.imageBlocks': ({ size, blockSize }: { size: Dims; blockSize: number }) =>
    `${shape(size)} is no whole number of blocks of ${blockSize}²`,
  'shape.split': ({ size, parts, sizes }: { size: number; parts: number; sizes: Dims }) =>
    `${counted(size, 'element')} cannot be split into ${counted(parts, 'part')} of ${sizes.join(', ')}`,
  'shape.squeeze': ({ axis, dims }: { axis: number; dims: Dims }) => `dimension ${axis} of ${shape(dims)} is not 1`,
  'shape.reshape': ({ dims, shape: wanted }: { dims: Dims; shape: Dims }) =>
    `${shape(dims)} cannot be reshaped to ${listText(wanted)}`,
  'shape.resize': ({ sizes }: { sizes: Dims }) => `it resizes to ${listText(sizes)}`,
  'shape.sliceLists': () => 'its starts, ends, axes and steps differ in number',
  'shape.updates': ({ dims, indices }: { dims: Dims; indices: Dims }) =>
    `its updates ${shape(dims)} do not have the shape of its indices ${shape(indices)}`,
  'shape.updateCount': ({ updates, needed }: { updates: number; needed: number }) =>
    `its updates are ${counted(updates, 'element')}, not the ${needed} that it writes`,
  'shape.topK': ({ k, size }: { k: number; size: number }) => `${k} elements cannot be taken from ${size}`,
  'shape.lengths': ({ lengths, batch }: { lengths: Dims; batch: number }) =>
    `its lengths ${shape(lengths)} are not one for each of ${batch}`,
  'shape.recurrence': ({ weights, recurrence, dims }: { weights: Dims; recurrence: Dims; dims: Dims }) =>
    `its weights ${shape(weights)} and ${shape(recurrence)} do not fit ${shape(dims)}`,
  'shape.sizeBelowOne': ({ size }: { size: number }) => `its size ${size} is below 1`,

  'shape.groups': ({ channels, groups }: { channels: number; groups: number }) =>
    `${channels} output channels cannot be split into ${groups} groups`,
  /** `needed`: input channels of all groups. */
  'shape.inputChannels': ({
    weights,
    groups,
    needed,
    channels,
  }: {
    weights: Dims
    groups: number
    needed: number
    channels: number
  }) => `${grouped(weights, groups)} need ${counted(needed, 'input channel')}, not ${channels}`,
  'shape.transposedGroups': ({ weights, groups, channels }: { weights: Dims; groups: number; channels: number }) =>
    `${grouped(weights, groups)} do not fit ${counted(channels, 'input channel')}`,
  'shape.bias': ({ bias, channels }: { bias: Dims; channels: number }) =>
    `its bias ${shape(bias)} does not fit ${channels} output channels`,
  'shape.spatial': ({ dims, spatial }: { dims: Dims; spatial: number }) =>
    `its input ${shape(dims)} does not have the ${spatial} spatial dimensions of its kernel`,
  'shape.window': ({ list, values }: { list: keyof typeof WINDOW; values: Dims }) =>
    `its ${WINDOW[list]} ${shape(values)} is not one positive number for each spatial dimension`,
  'shape.kernel': ({ weights, kernel }: { weights: Dims; kernel: Dims }) =>
    `its weights ${shape(weights)} do not have the kernel ${shape(kernel)}`,
  'shape.kernelTooLarge': ({ kernel, padded }: { kernel: Dims; padded: Dims }) =>
    `kernel ${shape(kernel)} is larger than the padded input ${shape(padded)}`,
  'shape.padding': ({ pads }: { pads: Dims }) =>
    `its padding ${listText(pads)} is not two numbers of 0 or more for each spatial dimension`,
  'shape.outputShape': ({ shape: wanted }: { shape: Dims }) =>
    `its output shape ${shape(wanted)} is not one size for each spatial dimension`,
  'shape.outputPadding': ({ padding }: { padding: Dims }) => `its output padding ${listText(padding)} is negative`,
  'shape.nothingLeft': ({ full }: { full: Dims }) => `its padding leaves nothing of the output ${shape(full)}`,

  'shape.equationTerms': ({ equation, terms, inputs }: { equation: string; terms: number; inputs: number }) =>
    `its equation ${equation} has ${counted(terms, 'term')} for ${counted(inputs, 'input')}`,
  'shape.equationInputs': ({ equation, inputs }: { equation: string; inputs: readonly Dims[] }) =>
    `its inputs ${shapes(inputs)} do not fit the equation ${equation}`,
  'shape.equationOutput': ({ equation }: { equation: string }) => `its equation ${equation} gives an impossible output`,
  'shape.equationTerm': ({ term, rank }: { term: string; rank: number }) =>
    `its term ${term} does not name ${counted(rank, 'dim')}`,
  'shape.equationLabel': ({ label }: { label: string }) => `its equation has the label '${label}'`,
}

/** Why inputs of a model cannot be as they were asked for. */
export const inputCauses = {
  'input.unknown': ({ input }: { input: string }) => `there is no input called '${input}'`,
  'input.rank': ({ input, declared, given }: { input: string; declared: number; given: number }) =>
    `input '${input}' has ${declared} dimensions, not ${given}`,
  'input.values': ({ tensor, dims, given }: { tensor: string; dims: Dims; given: number }) =>
    `input '${tensor}' of ${shape(dims)} was given ${counted(given, 'value')}`,
  'input.dims': ({ input, dims }: { input: string; dims: Dims }) =>
    `input '${input}' cannot have the dimensions ${dims.join('×')}`,
}

export type ShapeCause = MessageOf<typeof shapeCauses & typeof inputCauses>
