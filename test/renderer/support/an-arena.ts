// SPDX-License-Identifier: Apache-2.0
import type { Arena, Placed } from '#contract/arena'

const placed = (
  kind: Placed['kind'],
  bytes: number,
  offset: number,
  [from, to]: readonly [number, number],
  [node, until]: readonly [number | null, number | null],
): Placed => ({
  ...{
    kind,
    name: `tensor ${node}`,
    part: null,
    dims: kind === 'workspace' ? [] : [bytes / 4],
    bytes,
    heldBytes: bytes,
  },
  ...{ node, until, pool: 0, spans: [{ from, to, offset }] },
})

/** Three steps in one pool: an input of 100 bytes, a tensor of 200 above it, and a workspace of 40 on top. */
export function anArena(): Arena {
  return {
    steps: [
      { node: 0, tensorBytes: 100, workspaceBytes: 0, heldBytes: 340 },
      { node: 1, tensorBytes: 300, workspaceBytes: 40, heldBytes: 340 },
      { node: 2, tensorBytes: 200, workspaceBytes: 0, heldBytes: 340 },
    ],
    pools: [
      {
        name: 'session',
        policy: 'inOrder',
        bytes: 340,
        chunks: [{ bytes: 340, spans: [{ from: 0, to: 3, offset: 0 }] }],
      },
    ],
    placed: [
      placed('tensor', 100, 0, [0, 2], [null, 1]),
      placed('tensor', 200, 100, [1, 3], [1, null]),
      placed('workspace', 40, 300, [1, 2], [1, 1]),
    ],
    growths: [],
    bytes: 340,
  }
}
