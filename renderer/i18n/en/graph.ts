export const graph = {
  colourBy: {
    algorithm: 'algorithm',
    packed: 'packed weights',
    workspace: 'workspace',
    time: 'measured time',
    change: 'change against A',
  },
} as const
