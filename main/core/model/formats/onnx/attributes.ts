// SPDX-License-Identifier: Apache-2.0
import { invalid } from '../../read-error'
import {
  type AttributeProto,
  type GraphProto,
  type NodeProto,
  type SparseTensorProto,
  type TensorProto,
  toNumber,
} from './schema'

/** AttributeProto.type. */
const TYPE = { float: 1, int: 2, string: 3, tensor: 4, graph: 5, floats: 6, ints: 7, strings: 8 } as const

const SHOWN_ELEMENTS = 16

/** The attributes of one node, by name. */
export class Attributes {
  readonly #byName: ReadonlyMap<string, AttributeProto>

  constructor(
    node: NodeProto,
    private readonly nodeName: string,
  ) {
    this.#byName = new Map((node.attribute ?? []).map((attribute) => [attribute.name ?? '', attribute]))
  }

  has(name: string): boolean {
    return this.#byName.has(name)
  }

  int(name: string, absent: number): number {
    const attribute = this.#byName.get(name)
    return attribute === undefined ? absent : toNumber(attribute.i)
  }

  flag(name: string, absent = false): boolean {
    return this.int(name, absent ? 1 : 0) !== 0
  }

  float(name: string, absent: number): number {
    return this.#byName.get(name)?.f ?? absent
  }

  string(name: string, absent: string): string {
    const bytes = this.#byName.get(name)?.s
    return bytes === undefined ? absent : new TextDecoder().decode(bytes)
  }

  ints(name: string): readonly number[] | undefined {
    return this.#byName.get(name)?.ints?.map(toNumber)
  }

  floats(name: string): readonly number[] | undefined {
    return this.#byName.get(name)?.floats
  }

  strings(name: string): readonly string[] | undefined {
    return this.#byName.get(name)?.strings?.map((bytes) => new TextDecoder().decode(bytes))
  }

  tensor(name: string): TensorProto | undefined {
    return this.#byName.get(name)?.t ?? undefined
  }

  sparseTensor(name: string): SparseTensorProto | undefined {
    return this.#byName.get(name)?.sparseTensor ?? undefined
  }

  graph(name: string): GraphProto | undefined {
    return this.#byName.get(name)?.g ?? undefined
  }

  /** By name, as a function is called with them. */
  get all(): ReadonlyMap<string, AttributeProto> {
    return this.#byName
  }

  requiredInts(name: string): readonly number[] {
    return this.ints(name) ?? invalid({ id: 'node.attribute', node: this.nodeName, attribute: name }, this.nodeName)
  }

  /** As text, for display. */
  describe(): readonly { readonly name: string; readonly value: string }[] {
    return [...this.#byName].map(([name, attribute]) => ({ name, value: attributeText(attribute) }))
  }
}

function attributeText(attribute: AttributeProto): string {
  switch (attribute.type) {
    case TYPE.float:
      return formatFloat(attribute.f ?? 0)
    case TYPE.int:
      return String(toNumber(attribute.i))
    case TYPE.string:
      return new TextDecoder().decode(attribute.s?.subarray(0, 200))
    case TYPE.tensor:
      return `tensor [${(attribute.t?.dims ?? []).slice(0, SHOWN_ELEMENTS).map(toNumber).join(', ')}]`
    case TYPE.floats:
      return list(attribute.floats ?? [], formatFloat)
    case TYPE.ints:
      return list(attribute.ints ?? [], (value) => String(toNumber(value)))
    case TYPE.graph:
      return 'graph'
    default:
      return '…'
  }
}

function list<T>(values: readonly T[], format: (value: T) => string): string {
  const shown = values.slice(0, SHOWN_ELEMENTS).map(format).join(', ')
  return values.length > SHOWN_ELEMENTS ? `[${shown}, …]` : `[${shown}]`
}

/** A float32 without the digits that only its widening to a double adds. */
function formatFloat(value: number): string {
  return String(Number(value.toPrecision(7)))
}
