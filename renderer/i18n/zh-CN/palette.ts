import type { palette as reference } from '../en/palette'
import type { Translation } from '../translation'

export const palette: Translation<typeof reference> = {}
