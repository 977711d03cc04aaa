// SPDX-License-Identifier: Apache-2.0
import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** 256 bits, as they stand in an address. */
export function createToken(): string {
  return randomBytes(32).toString('base64url')
}

export function isToken(token: string, candidate: unknown): boolean {
  if (typeof candidate !== 'string') return false
  const [expected, given] = [Buffer.from(token), Buffer.from(candidate)]
  return expected.length === given.length && timingSafeEqual(expected, given)
}

const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/

/**
 * Whether a request was made under a name of this machine. A foreign name that resolves to 127.0.0.1
 * is how another site would reach us (DNS rebinding). Any port: the user may have forwarded ours.
 */
export function isLocalHost({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  return LOOPBACK.test(headers.host ?? '')
}

/** Whether a request comes from our own page: browsers tell the truth in Origin, and pages cannot change it. */
export function isOwnOrigin(request: Pick<IncomingMessage, 'headers'>): boolean {
  return isLocalHost(request) && request.headers.origin === `http://${request.headers.host}`
}
