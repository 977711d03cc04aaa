import type { attach as reference } from '../en/attach'
import type { Translation } from '../translation'

export const attach: Translation<typeof reference> = {}
