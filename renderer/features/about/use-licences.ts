// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState } from 'react'
import type { BundledPackage } from '#contract/licences'

/** The packages that the build put into the application; null while they are read. */
export function useLicences(): readonly BundledPackage[] | 'unread' | null {
  const [licences, setLicences] = useState<readonly BundledPackage[] | 'unread' | null>(null)
  useEffect(() => {
    const stop = new AbortController()
    read(stop.signal).then(setLicences, () => {
      if (!stop.signal.aborted) setLicences('unread')
    })
    return () => stop.abort()
  }, [])
  return licences
}

async function read(signal: AbortSignal): Promise<readonly BundledPackage[]> {
  const answer = await fetch('licences.json', { signal })
  if (!answer.ok) throw new Error(`licences.json: ${answer.status}`)
  // Our own build wrote it.
  return (await answer.json()) as readonly BundledPackage[]
}
