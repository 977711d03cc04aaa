import { fail, formatDims, one, type Rules } from './rule'

export const resizeRules: Rules<'Resize'> = {
  Resize(operation, context) {
    const dims = context.dims(0)
    const { mode, coordinates, nearest } = operation
    const sizes =
      operation.sizes ?? (operation.sizesInput === undefined ? undefined : context.values(operation.sizesInput))
    const factors =
      operation.scales ?? (operation.scalesInput === undefined ? undefined : context.values(operation.scalesInput))
    if (sizes === undefined && factors === undefined) return undefined
    const stated = sizes ?? factors ?? []
    if (stated.length !== dims.length) fail(`${stated.length} sizes or factors do not fit ${formatDims(dims)}`)
    if (stated.some((value) => !(value >= 0) || value > 2 ** 31)) fail(`it resizes to [${stated.join(', ')}]`)
    const output = dims.map((dim, i) => (sizes ? sizes[i] || dim : Math.floor(dim * (factors?.[i] ?? 1))))
    // ONNX: stated factors map coordinates; for stated sizes it is their ratio.
    const scales = sizes ? output.map((size, i) => size / Math.max(1, dims[i] ?? 1)) : (factors ?? [])
    return one(output, { kind: 'Resize', mode, coordinates, nearest, scales })
  },
}
