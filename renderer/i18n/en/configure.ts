export const configure = {} as const
