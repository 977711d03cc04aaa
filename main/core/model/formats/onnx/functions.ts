// SPDX-License-Identifier: Apache-2.0
import type { OnnxNode } from './context'
import { type FunctionProto, type ModelProto, type NodeProto, toNumber } from './schema'
import type { Scope } from './scope'

const DEFAULT_DOMAINS: ReadonlySet<string> = new Set(['', 'ai.onnx'])

export function isDefaultDomain(domain: string): boolean {
  return DEFAULT_DOMAINS.has(domain)
}

/** Version of the default operator set that a model or a function is written for. */
export function opsetOf({ opsetImport }: Pick<ModelProto, 'opsetImport'>): number | undefined {
  return toNumber(opsetImport?.find(({ domain }) => isDefaultDomain(domain ?? ''))?.version) || undefined
}

/** The functions of a file. A call is replaced by their nodes. */
export class Functions {
  readonly #byName: ReadonlyMap<string, FunctionProto>

  constructor({ functions = [] }: ModelProto) {
    this.#byName = new Map(functions.map((each) => [keyOf(each, each.name), each]))
  }

  find(node: NodeProto): FunctionProto | undefined {
    return this.#byName.get(keyOf(node, node.opType))
  }

  /** Writes the function's nodes in place of the node that calls it. */
  write(
    called: FunctionProto,
    node: OnnxNode,
    scope: Scope,
    nodes: (graph: Pick<FunctionProto, 'node'>, inner: Scope) => void,
  ): void {
    const { input = [], output = [], attributeProto = [] } = called
    const known = new Map(input.map((name, i) => [name, node.inputs[i] ?? -1]))
    for (const [i, name] of output.entries()) {
      const given = node.outputs[i]
      if (given === undefined) continue
      const passed = known.get(name)
      if (passed === undefined) known.set(name, given)
      // An input that is given back as it is.
      else node.builder.addNode(`${node.name}/${name}`, node.opType, { kind: 'Identity' }, [passed], [given], [])
    }
    const defaults = attributeProto.map((each) => [each.name ?? '', each] as const)
    const attributes = new Map([...defaults, ...node.attributes.all])
    const opset = opsetOf(called) ?? scope.opset
    nodes(called, scope.inner(node.name.slice(scope.prefix.length), { known, attributes, opset }))
  }
}

function keyOf({ domain, overload }: { readonly domain?: string; readonly overload?: string }, name = ''): string {
  return JSON.stringify([isDefaultDomain(domain ?? '') ? '' : domain, name, overload ?? ''])
}
