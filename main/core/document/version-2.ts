// SPDX-License-Identifier: Apache-2.0
import { documentOf, TODAY } from './schema'

/** Documents of version 2, which were of one model. */
export const documentOfVersion2 = documentOf({ ...TODAY, version: 2, several: false })
