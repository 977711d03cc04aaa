import type { SavedEntry } from '#contract/document'
import type { Message } from '#messages/message'
import { english, SPEAKERS } from '#messages/say'

/*
 * A document tells its sentences in English, for people and programs that read it. `messages` of an entry says them
 * once more without a language, so that the window shows them in its own; it goes by what they say in English.
 */

/** Those that their English text does not tell already, each once. */
export function savedMessages(entry: SavedEntry): readonly Message[] {
  const found = new Map<string, Message>()
  mapMessages(entry, (message) => {
    if (message.id !== 'text' && Object.keys(message).length > 1) found.set(english(message), message)
    return message
  })
  return [...found.values()]
}

/** `messages` of the file, which may hold anything: one that cannot be said is as if it were not there. */
export function withMessages(entry: SavedEntry, messages: readonly unknown[]): SavedEntry {
  const known = new Map(messages.flatMap((message) => said(message) ?? []))
  if (known.size === 0) return entry
  return mapMessages(entry, (message) => (message.id === 'text' ? (known.get(message.text) ?? message) : message))
}

function said(message: unknown): readonly [string, Message][] | null {
  try {
    const texts = Object.values(SPEAKERS).map((say) => say(message as Message))
    return texts.includes('') ? null : [[english(message as Message), message as Message]]
  } catch {
    return null
  }
}

/** The entry with its messages replaced. */
function mapMessages(entry: SavedEntry, to: (message: Message) => Message): SavedEntry {
  const { plan, run } = entry
  const decisions = plan.decisions.map((decision) => ({
    ...decision,
    reason: to(decision.reason),
    workspace: decision.workspace.map((section) => ({ ...section, name: to(section.name) })),
    candidates: decision.candidates.map((candidate) => ({
      ...candidate,
      reason: to(candidate.reason),
      cost: candidate.cost === null ? null : { ...candidate.cost, label: to(candidate.cost.label) },
    })),
  }))
  const mapped = { ...entry, plan: { ...plan, decisions, notes: plan.notes.map(to) } }
  if (run === undefined) return mapped
  return { ...mapped, run: { ...run, report: { ...run.report, notes: run.report.notes.map(to) } } }
}
