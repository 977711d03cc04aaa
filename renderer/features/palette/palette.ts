// SPDX-License-Identifier: Apache-2.0
import { createSpotlight } from '@mantine/spotlight'

export const [paletteStore, palette] = createSpotlight()
