// SPDX-License-Identifier: Apache-2.0
import type { Condition } from '../../graph'
import type { ModelBuilder } from '../../model-builder'
import { ReadError } from '../../read-error'
import type { AttributeProto, NodeProto } from './schema'

/** Bodies within bodies and functions that call functions, together. */
const DEEPEST = 32

interface Surroundings {
  /** Before the names of nodes and tensors, such as "if_1/then/". */
  readonly prefix: string
  /** Version of the default operator set. */
  readonly opset: number
  /** Names of this scope that stand for tensors of another. */
  readonly known?: ReadonlyMap<string, number>
  /** Where names are looked up that are not of this scope; a function sees nothing outside. */
  readonly outer?: Scope
  /** Of a function: the attributes that it was called with. */
  readonly attributes?: ReadonlyMap<string, AttributeProto>
  readonly conditions?: readonly Condition[]
  /** The path of the innermost body (Node.body). */
  readonly body?: string | null
  /** The innermost rounds (Node.rounds). */
  readonly rounds?: number | null
  readonly depth?: number
}

/** What a scope within another has of its own. */
type Inner = Omit<Surroundings, 'prefix' | 'opset' | 'depth' | 'body'> & {
  readonly opset?: number
  /** It is the body of a node. */
  readonly isBody?: boolean
}

/** The names of one graph: the model's, a body's, or that of a function which is written in place of its call. */
export class Scope {
  readonly prefix: string
  readonly opset: number
  readonly conditions: readonly Condition[]
  readonly body: string | null
  readonly rounds: number | null
  readonly depth: number
  readonly #tensors: Map<string, number>

  constructor(
    private readonly builder: ModelBuilder,
    private readonly surroundings: Surroundings,
  ) {
    this.prefix = surroundings.prefix
    this.opset = surroundings.opset
    this.conditions = surroundings.conditions ?? []
    this.body = surroundings.body ?? null
    this.rounds = surroundings.rounds ?? null
    this.depth = surroundings.depth ?? 0
    this.#tensors = new Map(surroundings.known)
    if (this.depth > DEEPEST) throw new ReadError('model/too-large', { id: 'file.nestsTooDeep', most: DEEPEST })
  }

  /** A scope within this one. */
  inner(part: string, { isBody = false, ...more }: Inner): Scope {
    const { prefix, opset, conditions, rounds, depth } = this
    const path = `${prefix}${part}`
    const body = isBody ? path : this.body
    return new Scope(this.builder, { opset, conditions, rounds, ...more, body, prefix: `${path}/`, depth: depth + 1 })
  }

  /** The tensor of that name here or outside; undefined where there is none. */
  find(name: string): number | undefined {
    return this.#tensors.get(name) ?? this.surroundings.outer?.find(name)
  }

  has(name: string): boolean {
    return this.#tensors.has(name)
  }

  /** The tensor that a node reads, which may be defined only later. */
  read(name: string): number {
    return this.find(name) ?? this.define(name)
  }

  /** The tensor of that name of this scope. */
  define(name: string): number {
    const known = this.#tensors.get(name)
    if (known !== undefined) return known
    const id = this.builder.addTensor(this.prefix + name)
    this.#tensors.set(name, id)
    return id
  }

  /** The node with the attributes of the call in place of those that refer to them. */
  resolved(node: NodeProto): NodeProto {
    const { attributes } = this.surroundings
    if (attributes === undefined || !node.attribute?.some(({ refAttrName }) => refAttrName)) return node
    const attribute = node.attribute.flatMap((each) => {
      if (!each.refAttrName) return [each]
      const given = attributes.get(each.refAttrName)
      return given === undefined ? [] : [{ ...given, name: each.name ?? '' }]
    })
    return { ...node, attribute }
  }
}
