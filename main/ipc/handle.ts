import { type IpcMainInvokeEvent, ipcMain } from 'electron'
import * as v from 'valibot'
import type { Invoke, InvokeChannel } from '#contract/channels'
import { fail, type Result } from '#contract/errors'

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
 * Registers every channel of the contract; a missing one is a compile error. Calls from anything
 * but the application's own page are refused, arguments are validated, and whatever goes wrong
 * crosses the bridge as a Problem, never as a rejected promise.
 */
export function registerHandlers(handlers: Handlers, isTrusted: (event: IpcMainInvokeEvent) => boolean): void {
  for (const channel of Object.keys(handlers) as InvokeChannel[]) register(channel, handlers[channel], isTrusted)
}

function register<C extends InvokeChannel>(
  channel: C,
  handler: Handler<C>,
  isTrusted: (event: IpcMainInvokeEvent) => boolean,
): void {
  ipcMain.handle(channel, async (event, ...args: unknown[]): Promise<Answer<C>> => {
    if (!isTrusted(event))
      return fail({ code: 'ipc/invalid-request', message: `${channel} was refused: unknown sender.` })
    const parsed = v.safeParse(handler.schema, args)
    if (!parsed.success) {
      const [issue] = parsed.issues
      const where = v.getDotPath(issue) ?? 'arguments'
      return fail({ code: 'ipc/invalid-request', message: `${channel} was refused: ${where}: ${issue.message}` })
    }
    try {
      return await handler.answer(...parsed.output)
    } catch (error) {
      console.error(`${channel}:`, error)
      const cause = error instanceof Error ? error.message : String(error)
      return fail({ code: 'internal/bug', message: `Convscope made a mistake while answering ${channel}: ${cause}` })
    }
  })
}
