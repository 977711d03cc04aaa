// SPDX-License-Identifier: Apache-2.0
import { FileRefusal } from './file-cause'
import { PATIENCE_MS } from './foreign-programs'

/** What a file system answers. Rejects with FileRefusal where it does not within `patienceMs`. */
export async function answered<T>(answer: Promise<T>, patienceMs = PATIENCE_MS): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new FileRefusal({ id: 'file.noAnswer' })), patienceMs)
  })
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
  }
}
