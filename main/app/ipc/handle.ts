// SPDX-License-Identifier: Apache-2.0
import * as v from 'valibot'
import type { Invoke, InvokeChannel } from '#contract/channels'
import { fail, type Result } from '#contract/errors'
import type { Log } from '../log/log'

type Arguments<C extends InvokeChannel> = Parameters<Invoke[C]>
type Answer<C extends InvokeChannel> = Result<ReturnType<Invoke[C]>>

/** One channel: what its arguments must look like, and what answers it. */
export interface Handler<C extends InvokeChannel> {
  readonly schema: v.GenericSchema<unknown, Arguments<C>>
  answer(...args: Arguments<C>): Answer<C> | Promise<Answer<C>>
}

export type Handlers = { readonly [C in InvokeChannel]: Handler<C> }
/** The handlers of one domain. */
export type HandlersOf<Domain extends string> = {
  readonly [C in Extract<InvokeChannel, `${Domain}:${string}`>]: Handler<C>
}

/**
 * Answers a call that came over any transport: an unknown channel and arguments of another form are
 * refused, and whatever goes wrong is a Problem, never a rejection, and stands in the log. A channel of the contract
 * without a handler is a compile error.
 */
export async function answerCall(
  handlers: Handlers,
  channel: string,
  args: readonly unknown[],
  log: Log,
): Promise<Result<unknown>> {
  const answer = isChannel(handlers, channel)
    ? await answerWith(channel, handlers[channel], args, log)
    : refused(channel, 'there is no such channel')
  if (!answer.ok) log.problem(channel, answer.problem)
  return answer
}

function isChannel(handlers: Handlers, channel: string): channel is InvokeChannel {
  return Object.hasOwn(handlers, channel)
}

async function answerWith<C extends InvokeChannel>(
  channel: C,
  handler: Handler<C>,
  args: readonly unknown[],
  log: Log,
): Promise<Answer<C>> {
  const parsed = v.safeParse(handler.schema, args)
  if (!parsed.success) {
    const [issue] = parsed.issues
    return refused(channel, `${v.getDotPath(issue) ?? 'arguments'}: ${issue.message}`)
  }
  try {
    return await handler.answer(...parsed.output)
  } catch (error) {
    log.error(channel, error)
    const detail = error instanceof Error ? error.message : String(error)
    return fail({ code: 'internal/bug', message: { id: 'problem.mistake', channel, detail } })
  }
}

/** The refusal of a call, before anything has answered it. */
export function refused(channel: string, detail: string): Result<never> {
  return fail({ code: 'ipc/invalid-request', message: { id: 'problem.refused', channel, detail } })
}
