// SPDX-License-Identifier: Apache-2.0
import type { Message } from '#messages/message'
import type { InvokeChannel, PushChannel } from './channels'

/** What a page in a browser and its server say to each other, as frames of wire.ts: the contract and the host's part. */

/** Subprotocol of the socket; the token is offered beside it. */
export const SUBPROTOCOL = 'convscope'
/** Header of an upload that carries the token. */
export const TOKEN_HEADER = 'x-convscope-token'

/** One folder of the server, as far as it may be seen. */
export interface Listing {
  /** Absolute. */
  readonly folder: string
  /** The folder above; null where that may not be seen. */
  readonly parent: string | null
  readonly folders: readonly string[]
  /** Those of the kind that is wanted, by name. */
  readonly files: readonly { readonly name: string; readonly bytes: number }[]
}

export type ToServer =
  | { readonly type: 'call'; readonly id: number; readonly channel: InvokeChannel; readonly args: readonly unknown[] }
  /** Answers to a `choose`: look into another folder, or the file chosen (null: none). */
  | { readonly type: 'list'; readonly id: number; readonly folder: string }
  | { readonly type: 'chosen'; readonly id: number; readonly path: string | null }

export type ToPage =
  | { readonly type: 'answer'; readonly id: number; readonly result: unknown }
  | { readonly type: 'push'; readonly channel: PushChannel; readonly payload: unknown }
  | { readonly type: 'choose'; readonly id: number; readonly title: Message; readonly listing: Listing }
  | { readonly type: 'listing'; readonly id: number; readonly listing: Listing }
  /** A file for the user, part by part; it is there once it has come to its end whole. */
  | { readonly type: 'file-part'; readonly id: number; readonly bytes: Uint8Array }
  | { readonly type: 'file-end'; readonly id: number; readonly name: string; readonly whole: boolean }
