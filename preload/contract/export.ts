/** Names one export from the moment that its file is chosen. */
export type ExportId = string

/** How far an export is that has taken more than a moment; quicker ones end without a word. */
export interface ExportProgress {
  readonly id: ExportId
  /** Name of the file, without its folder. */
  readonly fileName: string
  /** What goes into the file is put together, then written. */
  readonly stage: 'collecting' | 'writing'
  /** 0..1 of the stage. */
  readonly fraction: number
}
