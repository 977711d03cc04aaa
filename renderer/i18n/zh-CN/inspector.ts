import type { inspector as reference } from '../en/inspector'
import type { Translation } from '../translation'

export const inspector: Translation<typeof reference> = {}
