import type { timeline as reference } from '../en/timeline'
import type { Translation } from '../translation'

export const timeline: Translation<typeof reference> = {}
