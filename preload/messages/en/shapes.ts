import { listText } from '../figures'
import type { Sentences } from '../message'
import type { Dims } from '../parameters/parameters'
import type { InputParameters, ShapeParameters, TensorRole } from '../parameters/shapes'
import { counted } from './names'

const ROLES: Readonly<Record<TensorRole, string>> = {
  input: 'input',
  addend: 'addend',
  slope: 'slope',
  factors: 'factors',
  parameter: 'parameter of',
  indices: 'indices',
  grid: 'grid',
  weights: 'weights',
  recurrenceWeights: 'recurrence weights',
}
const PLURAL: ReadonlySet<TensorRole> = new Set(['factors', 'indices', 'weights', 'recurrenceWeights'])
const LISTS = { repeats: 'repeats', pads: 'pads', sizes: 'sizes or factors', region: 'numbers of its region' } as const
const WINDOW = { kernel: 'kernel', strides: 'strides', dilations: 'dilations' } as const

const shape = (dims: Dims) => (dims.length === 0 ? 'a scalar' : dims.join('×'))
const shapes = (inputs: readonly Dims[]) => inputs.map(shape).join(' and ')
const grouped = (weights: Dims, groups: number) => `its weights ${shape(weights)} in ${counted(groups, 'group')}`

/** Why shapes of a model do not fit together: clauses whose subject is the node. */
export const shapeCauses: Sentences<ShapeParameters> = {
  'shape.noInputs': () => 'it has no inputs',
  'shape.missingInput': ({ input }) => `its input ${input} is missing`,
  'shape.rank': ({ role, dims, rank }) =>
    `its ${ROLES[role]} ${shape(dims)} ${PLURAL.has(role) ? 'do' : 'does'} not have ${counted(rank, 'dimension')}`,
  'shape.rankBelow': ({ dims, least }) => `its input ${shape(dims)} has fewer than ${counted(least, 'dimension')}`,
  'shape.outputRank': ({ rank }) => `its output has ${rank} dimensions`,
  'shape.misfit': ({ role, dims, of }) =>
    `its ${ROLES[role]} ${shape(dims)} ${PLURAL.has(role) ? 'do' : 'does'} not fit ${shape(of)}`,
  'shape.count': ({ list, count, of }) => `${count} ${LISTS[list]} do not fit ${shape(of)}`,
  'shape.axesCount': ({ count, axes }) => `${count} pads do not fit ${axes} axes`,
  'shape.broadcast': ({ inputs }) => `its inputs ${shapes(inputs)} cannot be broadcast to one shape`,
  'shape.axis': ({ axis, rank }) => `axis ${axis} does not exist in ${rank} dimensions`,
  'shape.axesRepeat': ({ axes }) => `its axes ${listText(axes)} repeat`,
  'shape.index': ({ index, size }) => `index ${index} does not exist among ${counted(size, 'element')}`,
  'shape.stepZero': () => 'its step is 0',

  'shape.product': ({ a, b, columns, rows }) =>
    `${shape(a)} and ${shape(b)} do not multiply: ${columns} is not ${rows}`,
  'shape.concat': ({ dims, first, axis }) => `${shape(dims)} cannot be joined to ${shape(first)} along axis ${axis}`,
  'shape.stack': ({ dims, first }) => `${shape(dims)} cannot be stacked on ${shape(first)}`,
  'shape.permutation': ({ permutation, dims }) =>
    `${listText(permutation)} is no permutation of the dims of ${shape(dims)}`,
  'shape.padsTakeAll': ({ pads, dims }) => `its pads ${listText(pads)} take away more than ${shape(dims)}`,
  'shape.padsBeyond': ({ mode, dims }) =>
    `it ${mode === 'reflect' ? 'reflects' : 'mirrors'} more than ${shape(dims)} holds`,
  'shape.channelBlocks': ({ channels, blockSize }) =>
    `${channels} channels cannot be spread over blocks of ${blockSize}²`,
  'shape.imageBlocks': ({ size, blockSize }) => `${shape(size)} is no whole number of blocks of ${blockSize}²`,
  'shape.split': ({ size, parts, sizes }) =>
    `${counted(size, 'element')} cannot be split into ${counted(parts, 'part')} of ${sizes.join(', ')}`,
  'shape.squeeze': ({ axis, dims }) => `dimension ${axis} of ${shape(dims)} is not 1`,
  'shape.reshape': ({ dims, shape: wanted }) => `${shape(dims)} cannot be reshaped to ${listText(wanted)}`,
  'shape.resize': ({ sizes }) => `it resizes to ${listText(sizes)}`,
  'shape.sliceLists': () => 'its starts, ends, axes and steps differ in number',
  'shape.updates': ({ dims, indices }) =>
    `its updates ${shape(dims)} do not have the shape of its indices ${shape(indices)}`,
  'shape.updateCount': ({ updates, needed }) =>
    `its updates are ${counted(updates, 'element')}, not the ${needed} that it writes`,
  'shape.topK': ({ k, size }) => `${k} elements cannot be taken from ${size}`,
  'shape.lengths': ({ lengths, batch }) => `its lengths ${shape(lengths)} are not one for each of ${batch}`,
  'shape.recurrence': ({ weights, recurrence, dims }) =>
    `its weights ${shape(weights)} and ${shape(recurrence)} do not fit ${shape(dims)}`,
  'shape.sizeBelowOne': ({ size }) => `its size ${size} is below 1`,

  'shape.groups': ({ channels, groups }) => `${channels} output channels cannot be split into ${groups} groups`,
  'shape.inputChannels': ({ weights, groups, needed, channels }) =>
    `${grouped(weights, groups)} need ${counted(needed, 'input channel')}, not ${channels}`,
  'shape.transposedGroups': ({ weights, groups, channels }) =>
    `${grouped(weights, groups)} do not fit ${counted(channels, 'input channel')}`,
  'shape.bias': ({ bias, channels }) => `its bias ${shape(bias)} does not fit ${channels} output channels`,
  'shape.spatial': ({ dims, spatial }) =>
    `its input ${shape(dims)} does not have the ${spatial} spatial dimensions of its kernel`,
  'shape.window': ({ list, values }) =>
    `its ${WINDOW[list]} ${shape(values)} is not one positive number for each spatial dimension`,
  'shape.kernel': ({ weights, kernel }) => `its weights ${shape(weights)} do not have the kernel ${shape(kernel)}`,
  'shape.kernelTooLarge': ({ kernel, padded }) =>
    `kernel ${shape(kernel)} is larger than the padded input ${shape(padded)}`,
  'shape.padding': ({ pads }) =>
    `its padding ${listText(pads)} is not two numbers of 0 or more for each spatial dimension`,
  'shape.outputShape': ({ shape: wanted }) =>
    `its output shape ${shape(wanted)} is not one size for each spatial dimension`,
  'shape.outputPadding': ({ padding }) => `its output padding ${listText(padding)} is negative`,
  'shape.nothingLeft': ({ full }) => `its padding leaves nothing of the output ${shape(full)}`,

  'shape.equationTerms': ({ equation, terms, inputs }) =>
    `its equation ${equation} has ${counted(terms, 'term')} for ${counted(inputs, 'input')}`,
  'shape.equationInputs': ({ equation, inputs }) => `its inputs ${shapes(inputs)} do not fit the equation ${equation}`,
  'shape.equationOutput': ({ equation }) => `its equation ${equation} gives an impossible output`,
  'shape.equationTerm': ({ term, rank }) => `its term ${term} does not name ${counted(rank, 'dim')}`,
  'shape.equationLabel': ({ label }) => `its equation has the label '${label}'`,
}

/** Why inputs of a model cannot be as they were asked for. */
export const inputCauses: Sentences<InputParameters> = {
  'input.unknown': ({ input }) => `there is no input called '${input}'`,
  'input.rank': ({ input, declared, given }) => `input '${input}' has ${declared} dimensions, not ${given}`,
  'input.dims': ({ input, dims }) => `input '${input}' cannot have the dimensions ${dims.join('×')}`,
}
