import type { advice as reference } from '../en/advice'
import type { Translation } from '../translation'

export const advice: Translation<typeof reference> = {}
