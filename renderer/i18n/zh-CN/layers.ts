import type { layers as reference } from '../en/layers'
import type { Translation } from '../translation'

export const layers: Translation<typeof reference> = {}
