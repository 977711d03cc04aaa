import type { search as reference } from '../en/search'
import type { Translation } from '../translation'

export const search: Translation<typeof reference> = {}
