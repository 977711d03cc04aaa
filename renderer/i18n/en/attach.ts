export const attach = {} as const
