import type { graph as reference } from '../en/graph'
import type { Translation } from '../translation'

export const graph: Translation<typeof reference> = {}
