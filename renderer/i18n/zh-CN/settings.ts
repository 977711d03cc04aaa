import type { settings as reference } from '../en/settings'
import type { Translation } from '../translation'

export const settings: Translation<typeof reference> = {}
