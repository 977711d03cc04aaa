/** What sentences are given. Names, numbers and dims only: words are the catalogues’. */

export type None = Readonly<Record<never, never>>

/** Sizes by axis; a scalar has none. */
export type Dims = readonly number[]

/** The messages of some parameters. */
export type MessageOf<P> = { readonly [Id in keyof P]: { readonly id: Id } & P[Id] }[keyof P]
