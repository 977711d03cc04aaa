export const layers = {} as const
