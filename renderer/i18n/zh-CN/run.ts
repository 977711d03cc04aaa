import type { run as reference } from '../en/run'
import type { Translation } from '../translation'

export const run: Translation<typeof reference> = {}
