import type { configure as reference } from '../en/configure'
import type { Translation } from '../translation'

export const configure: Translation<typeof reference> = {}
