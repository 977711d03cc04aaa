// SPDX-License-Identifier: Apache-2.0
import type { CodingCause } from '#messages/en/tensors'
import { english } from '#messages/say'

/** Stored weights are not what they should be. Thrown by the decoders; who calls them names the tensor. */
export class CodingError extends Error {
  constructor(readonly why: CodingCause) {
    super(english(why))
  }
}
