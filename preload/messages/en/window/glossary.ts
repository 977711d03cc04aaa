// SPDX-License-Identifier: Apache-2.0
export const glossary = {
  title: 'Words explained',
  close: 'Close',
  explain: 'What is this?',
  what: 'What is “{{term}}”?',
  term: {
    im2col: {
      title: 'im2col',
      text: 'A convolution as one product of matrices: each window of the input is copied into a column. Fast, but the columns need room: a tile of them at a time (“tiled”), or all at once.',
    },
    winograd: {
      title: 'Winograd F(m, k)',
      text: 'Computes m×m outputs of a k×k kernel with fewer multiplications, on transformed weights and tiles. Each kernel is kept as (m + k − 1)² values instead of k²: 3×3 with m = 4 takes four times its size.',
    },
    strassen: {
      title: 'Strassen',
      text: 'Multiplies matrices by blocks with seven products instead of eight, again and again. The sums of blocks that it needs are held in workspace, more of it at each level.',
    },
    packed: {
      title: 'Packed weights',
      text: 'The copy of the weights that an engine makes when a session is created, in the order in which its kernels read them: rounded up to blocks of channels, or transformed. It stays as long as the session does.',
    },
    workspace: {
      title: 'Workspace',
      text: 'Scratch of a layer while it runs, often once for each thread. Layers run one after the other and share it, and it may lie where no tensor is alive: the total counts what it adds to the pool, not the sum.',
    },
    arena: {
      title: 'Arena, or pool',
      text: 'One stretch of memory in which tensors lie while they are alive. Gaps that nothing fits remain, so that it is larger than what is ever in use at once.',
    },
    resident: {
      title: 'Resident set, RSS',
      text: 'What the operating system counts for a process: all that is held, the program and its libraries, and what the C library keeps. Its peak is what tools such as top show at worst.',
    },
  },
} as const
