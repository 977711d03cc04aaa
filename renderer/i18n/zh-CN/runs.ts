import type { runs as reference } from '../en/runs'
import type { Translation } from '../translation'

export const runs: Translation<typeof reference> = {}
