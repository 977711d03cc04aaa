/** What a language must say: all keys of the reference, of a plural only the general form. */
export type Translation<Reference> = {
  readonly [Key in keyof Reference as Key extends `${string}_one` ? never : Key]: Reference[Key] extends string
    ? string
    : Translation<Reference[Key]>
}
