// SPDX-License-Identifier: Apache-2.0
import { Button, TextInput } from '@mantine/core'
import type { FormEvent } from 'react'
import { say, t } from '../../i18n'
import { commandWords } from '../../lib/timeline/attach-log'
import { actions, useApp, usePanel } from '../../store'
import { Empty } from '../../ui/Empty'
import './attach.css'
import { Comparison } from './Comparison'

/** Any program's memory beside the model's: started here, sampled by main. */
export function AttachPanel() {
  const attachment = useApp((state) => state.attachment)
  const plan = useApp((state) => state.plan)
  const [line, setLine] = usePanel('attachCommand')
  const running = attachment !== null && attachment.report === null && attachment.problem === null
  const words = commandWords(line)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!running && words.length > 0) void actions.startAttachment(words)
  }
  return (
    <div className="attach-panel">
      <form className="attach-command" onSubmit={submit}>
        <TextInput
          flex={1}
          aria-label={t('attach:command')}
          placeholder={t('attach:example')}
          data-testid="attach-command"
          value={line}
          spellCheck={false}
          onChange={(event) => setLine(event.currentTarget.value)}
        />
        {running ? (
          <Button data-testid="attach-stop" onClick={() => void actions.stopAttachment()}>
            {t('attach:stop')}
          </Button>
        ) : (
          <Button variant="filled" type="submit" data-testid="attach-start" disabled={words.length === 0}>
            {t('attach:start')}
          </Button>
        )}
      </form>
      {attachment?.problem ? (
        <p className="attach-problem" role="alert">
          {say(attachment.problem.message)} {attachment.problem.hint && say(attachment.problem.hint)}
        </p>
      ) : null}
      {attachment === null || attachment.log.moments.length === 0 ? (
        <Empty title={t('attach:leadTitle')}>{t('attach:lead')}</Empty>
      ) : (
        <Comparison key={attachment.id} attachment={attachment} plan={plan} />
      )}
    </div>
  )
}
