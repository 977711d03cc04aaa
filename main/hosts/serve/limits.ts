// SPDX-License-Identifier: Apache-2.0
/**
 * What the server takes of anybody at most. Who has the token may use the machine's memory as a user of the window may, but
 * neither by mistake nor on purpose bring the server down; who has not may use next to nothing.
 */
export const LIMITS = {
  /** Bytes of a message. The largest is a chart of 64 MiB. */
  message: 80 * 2 ** 20,
  /** Values in a message. The largest have a few settings for every layer of every side. */
  values: 2 ** 19,
  /** Pages at a time: each has a model of its own. */
  pages: 16,
  /** Calls of one page that are not answered yet, and their bytes. */
  calls: 64,
  callBytes: 160 * 2 ** 20,
  /** Bytes on their way to a page that does not read. The most at once is a document of many long runs. */
  unread: 512 * 2 ** 20,
  /** Bytes of one file that is sent; larger models are better copied than sent through a browser. */
  upload: 2 ** 31,
  /** Bytes and number of all files that were sent: they stay until the server ends. */
  uploads: 2 ** 33,
  uploadCount: 200,
  /** Connections that have not shown the token. */
  strangers: 128,
} as const
