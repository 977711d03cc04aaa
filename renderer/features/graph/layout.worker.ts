import { layoutGraph } from '../../lib/graph-layout'
import type { LayoutInput } from '../../lib/graph-shapes'

// Layout takes up to seconds: here it does not hold up the window, and terminating the worker cancels it.
addEventListener('message', ({ data }: MessageEvent<LayoutInput>) => postMessage(layoutGraph(data)))
