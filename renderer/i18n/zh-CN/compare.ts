import type { compare as reference } from '../en/compare'
import type { Translation } from '../translation'

export const compare: Translation<typeof reference> = {}
