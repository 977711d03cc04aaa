// SPDX-License-Identifier: Apache-2.0
import { layoutGraph } from './graph-layout'
import type { GraphLayout, LayoutInput } from './shapes'

export type LayoutMessage = { readonly fraction: number } | { readonly layout: GraphLayout }

/** Between two words on the progress, in milliseconds. */
const TELL_EVERY = 100

// Layout takes up to seconds: here it does not hold up the window, and terminating the worker cancels it.
addEventListener('message', ({ data }: MessageEvent<LayoutInput>) => {
  let told = performance.now()
  const layout = layoutGraph(data, (fraction) => {
    if (performance.now() - told < TELL_EVERY) return
    told = performance.now()
    postMessage({ fraction } satisfies LayoutMessage)
  })
  postMessage({ layout } satisfies LayoutMessage)
})
