// SPDX-License-Identifier: Apache-2.0

/** An ONNX file of so many Relu, one after the other. */
export function chainOfNodes(count: number): Buffer {
  const varint = (value: number): number[] => (value < 128 ? [value] : [(value % 128) | 128, ...varint(value >> 7)])
  const field = (id: number, body: Buffer | string) => {
    const bytes = Buffer.from(body)
    return Buffer.concat([Buffer.from([id * 8 + 2, ...varint(bytes.length)]), bytes])
  }
  const all = (...fields: Buffer[]) => Buffer.concat(fields)
  const dims = all(...[1, 8, 4, 4].map((size) => field(1, Buffer.from([8, size]))))
  const value = (name: string) => all(field(1, name), field(2, field(1, all(Buffer.from([8, 1]), field(2, dims)))))
  const nodes = Array.from({ length: count }, (_, at) =>
    field(1, all(field(1, `t${at}`), field(2, `t${at + 1}`), field(3, `relu_${at}`), field(4, 'Relu'))),
  )
  const graph = all(...nodes, field(2, 'g'), field(11, value('t0')), field(12, value(`t${count}`)))
  return all(Buffer.from([8, 8]), field(7, graph), field(8, Buffer.from([16, 13])))
}
