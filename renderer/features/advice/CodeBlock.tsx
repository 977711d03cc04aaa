// SPDX-License-Identifier: Apache-2.0
import { CopyButton } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import type { Snippet } from '#contract/advice'
import { t } from '../../i18n'
import { IconButton } from '../../ui/IconButton'

const LANGUAGES: Readonly<Record<Snippet['language'], string>> = {
  cpp: 'C++',
  python: 'Python',
  sh: 'Shell',
  json: 'JSON',
}

export function CodeBlock({ language, text }: Snippet) {
  return (
    <figure className="advice-code">
      <figcaption>
        {LANGUAGES[language]}
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <IconButton
              label={copied ? t('advice:copied') : t('advice:copy')}
              size="sm"
              data-testid="copy-code"
              onClick={copy}
            >
              {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
            </IconButton>
          )}
        </CopyButton>
      </figcaption>
      <pre>
        <code>{text.trimEnd()}</code>
      </pre>
    </figure>
  )
}
