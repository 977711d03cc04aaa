// SPDX-License-Identifier: Apache-2.0
import type { DataType } from '#contract/model'
import type { Message } from '#messages/message'
import { sameMessage } from '#messages/say'
import type {
  Condition,
  Constant,
  ConstantData,
  DeclaredTensor,
  Model,
  ModelInput,
  Node,
  Rounds,
  Tensor,
} from './graph'
import type { MemoryBudget } from './memory-budget'
import type { Operation } from './operations/index'
import { outputDataType } from './output-data-type'
import { invalid, ReadError } from './read-error'
import { integerRange } from './shape-rules/number-types'
import { Shared } from './shared'
import { sortTopologically, TensorFlags } from './topological-order'

/** More nodes or tensors than this are refused: no real model has them. */
const MAX_NODES = 1 << 18
const MAX_TENSORS = 1 << 20

/** Constants up to these sizes are decoded at open: shape arithmetic needs them. */
const MAX_INTEGERS = 4096
const MAX_FLOATS = 64

/** Whether a constant is small enough to be decoded to 'values'. */
export function isSmall(dtype: DataType, count: number): boolean {
  return count <= (integerRange(dtype) !== undefined ? MAX_INTEGERS : MAX_FLOATS)
}

/** What a reader knows of every file of its format. */
interface ModelOrigin extends Pick<Model, 'convertedFor'> {
  /** Element type of shapes and indices that operations make. */
  readonly indexType: 'int32' | 'int64'
}

/**
 * Bytes of memory that one of each takes in the end, with what shape inference and the window make of it: measured with
 * files of tens of thousands.
 */
const MEMORY = {
  tensor: 152,
  constant: 128,
  node: 350,
  reference: 40,
  element: 10,
  input: 400,
  text: 40,
  letter: 2,
} as const

type Attributes = Node['attributes']

/** Where nodes stand: under which conditions they run, in which body (Node.body) and in which rounds (Node.rounds). */
interface Place {
  readonly conditions: readonly Condition[]
  readonly body: string | null
  readonly rounds: number | null
}

/** Of a name in the model, on its way to the window and there. */
function textBytes(text: string): number {
  return MEMORY.text + MEMORY.letter * text.length * (ONE_BYTE.test(text) ? 1 : 2)
}

/** Text whose characters take a byte each. */
const ONE_BYTE = /^[\0-\xff]*$/

function isEmpty(more: object): boolean {
  return Object.keys(more).length === 0
}

/** Nothing is known of it yet but its type. */
function isBare({ constant, declared, layout, channelsLast }: Tensor): boolean {
  return constant === undefined && declared === undefined && layout === undefined && channelsLast === undefined
}

/** Collects what a reader finds and makes a Model of it. */
export class ModelBuilder {
  readonly #tensors: Tensor[] = []
  readonly #nodes: Node[] = []
  readonly #inputs: ModelInput[] = []
  readonly #warnings: Message[] = []
  readonly #rounds: (Rounds | null)[] = []
  /** By tensor that is another one in a different type: that one. */
  readonly #sources = new Map<number, number>()
  #place: Place = { conditions: [], body: null, rounds: null }

  readonly #shared = new Shared()

  /** What becomes of the file is counted in `memory`. */
  constructor(
    private readonly origin: ModelOrigin,
    private readonly memory: MemoryBudget,
  ) {}

  /** Adds a tensor whose type a later call may set; returns its id. */
  addTensor(name: string, dtype: DataType = 'float32'): number {
    const id = this.#tensors.length
    if (id >= MAX_TENSORS) throw new ReadError('model/too-large', { id: 'file.tooManyTensors', most: MAX_TENSORS })
    this.memory.take(MEMORY.tensor + textBytes(name))
    this.#tensors.push({ id, name, dtype })
    return id
  }

  addConstant(name: string, dtype: DataType, dims: readonly number[], data: ConstantData): number {
    const id = this.addTensor(name, dtype)
    this.setConstant(id, dtype, { dims, data })
    return id
  }

  setConstant(tensor: number, dtype: DataType, { dims, data, ...more }: Constant): void {
    this.memory.take(MEMORY.constant + (data.kind === 'values' ? MEMORY.element * data.values.length : 0))
    const constant: Constant = isEmpty(more)
      ? { dims: this.#share(dims), data }
      : { dims: this.#share(dims), data, ...more }
    const taken = this.tensor(tensor)
    // Most of what a large model is made of: written out, it takes a third less memory than a copy with a change.
    if (isBare(taken)) this.#tensors[tensor] = { id: taken.id, name: taken.name, dtype, constant }
    else this.#change(tensor, { dtype, constant })
  }

  setLayout(tensor: number, layout: 'packed' | 'plain', channelsLast = false): void {
    this.#change(tensor, { layout, ...(channelsLast && { channelsLast }) })
  }

  tensor(id: number): Tensor {
    return this.#tensors[id] ?? invalid({ id: 'tensor.none', index: id, count: this.#tensors.length })
  }

  isInput(tensor: number): boolean {
    return this.#inputs.some((input) => input.tensor === tensor)
  }

  /** Dims as the file states them, null where one is left open; undefined where it states nothing of the tensor. */
  statedDims(tensor: number): readonly (number | string | null)[] | undefined {
    const { constant, declared } = this.tensor(tensor)
    const given = this.#inputs.find((input) => input.tensor === tensor)?.declaredDims
    const source = this.#sources.get(tensor)
    return constant?.dims ?? given ?? declared?.dims ?? (source === undefined ? undefined : this.statedDims(source))
  }

  get tensorCount(): number {
    return this.#tensors.length
  }

  get nodeCount(): number {
    return this.#nodes.length
  }

  /** Tensors that the nodes give which were added when there were so many. */
  givenSince(nodeCount: number): ReadonlySet<number> {
    return new Set(this.#nodes.slice(nodeCount).flatMap(({ outputs }) => outputs))
  }

  /** The decoded elements of a constant; undefined where it is none or too large to be decoded. */
  values(tensor: number | undefined): readonly number[] | undefined {
    const constant = tensor === undefined || tensor < 0 ? undefined : this.tensor(tensor).constant
    if (constant?.data.kind === 'values') return constant.data.values
    if (constant?.data.kind !== 'fill') return undefined
    const count = constant.dims.reduce((a, b) => a * b, 1)
    return count <= MAX_FLOATS ? new Array<number>(count).fill(constant.data.value) : undefined
  }

  addInput(tensor: number, dtype: DataType, dims: Omit<ModelInput, 'tensor'>): void {
    this.memory.take(MEMORY.input)
    this.#change(tensor, { dtype })
    this.#inputs.push({ tensor, ...dims })
  }

  /** What the file says of a tensor that is computed. */
  declare(tensor: number, declared: DeclaredTensor): void {
    this.#change(tensor, { declared: this.#share(declared) })
  }

  /** Of the nodes that follow. */
  setPlace({ conditions, body, rounds }: Place): void {
    this.#place = { conditions, body, rounds }
  }

  /** The place of rounds in the model's list; what they are is known once their body is written. */
  addRounds(): number {
    return this.#rounds.push(null) - 1
  }

  setRounds(index: number, rounds: Rounds): void {
    this.#rounds[index] = rounds
  }

  addNode(
    name: string,
    sourceOp: string,
    operation: Operation,
    inputs: readonly number[],
    outputs: readonly number[],
    attributes: Attributes,
    own: Pick<Node, 'featureMask'> = {},
  ): void {
    const id = this.#nodes.length
    if (id >= MAX_NODES) throw new ReadError('model/too-large', { id: 'file.tooManyNodes', most: MAX_NODES })
    const { conditions, body, rounds } = this.#place
    const place = {
      ...(conditions.length > 0 && { conditions }),
      ...(body !== null && { body }),
      ...(rounds !== null && { rounds }),
    }
    const [input = -1] = inputs
    // They keep the shape of what they are given.
    const keepsShape =
      (operation.kind === 'Cast' || operation.kind === 'Identity') && input >= 0 && input < (outputs[0] ?? -1)
    if (keepsShape) this.#sources.set(outputs[0] ?? -1, input)
    this.memory.take(MEMORY.node + textBytes(name) + MEMORY.reference * (inputs.length + outputs.length))
    const node: Node = {
      id,
      name,
      sourceOp: this.#share(sourceOp),
      operation: this.#share(operation),
      inputs,
      outputs,
      attributes: this.#share(attributes),
      ...place,
      ...own,
    }
    this.#nodes.push(node)
    // As far as they are known already: files list nodes in order, mostly.
    this.#inferTypes(node)
  }

  /** The same is told once. */
  warn(warning: Message): void {
    if (!this.#warnings.some((told) => sameMessage(told, warning))) this.#warnings.push(warning)
  }

  build(producer: string, outputs: readonly number[], properties: Model['properties'] = []): Model {
    const given = new TensorFlags(this.#tensors.length)
    for (const { tensor } of this.#inputs) given.add(tensor)
    for (const { id, constant } of this.#tensors) if (constant !== undefined) given.add(id)
    const nodes = sortTopologically(this.#nodes, this.#tensors, given)
    for (const node of nodes) this.#inferTypes(node)
    const { indexType: _, ...origin } = this.origin
    return {
      ...origin,
      producer,
      properties,
      tensors: this.#tensors,
      nodes,
      inputs: this.#inputs,
      outputs,
      warnings: this.#warnings,
      ...(this.#rounds.length > 0 && { rounds: this.#rounds.filter((rounds) => rounds !== null) }),
    }
  }

  #inferTypes(node: Node): void {
    const inputs = node.inputs.map((id) => (id < 0 ? undefined : this.tensor(id).dtype))
    node.outputs.forEach((id, position) => {
      if (id < 0) return
      const { declared, dtype: taken } = this.tensor(id)
      const stated = node.operation.kind === 'Unsupported' ? declared?.dtype : undefined
      const dtype = stated ?? outputDataType(node.operation, inputs, this.origin.indexType, position)
      if (dtype !== taken) this.#change(id, { dtype })
    })
  }

  #share<T>(value: T): T {
    return this.#shared.of(value, (bytes) => this.memory.take(bytes))
  }

  #change(id: number, change: Partial<Tensor>): void {
    const { id: _, name, dtype, ...more } = this.tensor(id)
    this.#tensors[id] =
      isEmpty(more) && change.dtype !== undefined && Object.keys(change).length === 1
        ? { id, name, dtype: change.dtype }
        : { id, name, dtype, ...more, ...change }
  }
}
