// SPDX-License-Identifier: Apache-2.0
import type { ModelView } from '#contract/model'

/** What every picture says of the model that it shows and of who drew it: the line beneath it, and the same for programs. */
export function pictureSource({ fileName, sha256 }: Pick<ModelView, 'fileName' | 'sha256'>, appVersion: string) {
  const tool = `Convscope ${appVersion}`
  return {
    footer: `${fileName} · sha256 ${sha256.slice(0, 12)} · ${tool}`,
    metadata: { tool, model: { file: fileName, sha256 } },
  }
}
