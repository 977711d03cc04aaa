export const configure = {
  overrides: {
    title: 'Overrides',
    none: 'Override',
    explained: 'Force the algorithm of a layer, or of all layers whose names fit a pattern',
    empty: 'No override: every layer gets what the engine’s rules choose.',
    remove: 'Remove the override of {{layers}}',
    reset: 'Remove all',
    layers: 'Layer, or pattern of names',
    algorithm: 'Algorithm',
    unit: 'Winograd unit',
    anyUnit: 'engine’s best',
    add: 'Force',
    rules: '* stands for any characters, ? for one. Of two overrides that mean a layer, the later one wins.',
  },
} as const
