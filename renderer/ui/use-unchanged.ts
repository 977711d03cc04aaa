// SPDX-License-Identifier: Apache-2.0
import { useRef } from 'react'
import { unchanged } from '../lib/equal'

/** The value of the last time as long as a new one says the same, for what is made again only when something changes. */
export function useUnchanged<T>(value: T): T {
  const kept = useRef(value)
  kept.current = unchanged(value, kept.current)
  return kept.current
}
