// SPDX-License-Identifier: Apache-2.0
import type { Arena } from '#contract/arena'
import type { SavedEntry, SavedModel } from '#contract/document'
import type { Message } from '#messages/message'

/** The entry with `to` of each sentence in that sentence's place: a file spells otherwise what the program holds. */
export function withSentences<Sentence>(entry: SavedEntry, to: (message: Message) => Sentence) {
  const { plan, arena, run, ...rest } = entry
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
  const bill = {
    packedBeside: plan.packedBeside.map((section) => ({ ...section, name: to(section.name) })),
    workspaceNote: plan.workspaceNote === null ? null : to(plan.workspaceNote),
  }
  const places = arena === undefined ? {} : { arena: saidArena(arena, to) }
  const planned = { ...rest, ...places, plan: { ...plan, ...bill, decisions, notes: plan.notes.map(to) } }
  if (run === undefined) return planned
  const { endedEarly, arena: lay, ...report } = run.report
  const early = endedEarly === undefined ? {} : { endedEarly: to(endedEarly) }
  const where = lay === undefined ? {} : { arena: saidArena(lay, to) }
  return { ...planned, run: { ...run, report: { ...report, notes: report.notes.map(to), ...where, ...early } } }
}

function saidArena<Sentence>(arena: Arena, to: (message: Message) => Sentence) {
  return {
    ...arena,
    placed: arena.placed.map((each) => ({ ...each, part: each.part === null ? null : to(each.part) })),
  }
}

/** The same of a model. */
export function withWarnings<Sentence>(model: SavedModel, to: (message: Message) => Sentence) {
  const { warnings, ...rest } = model
  return warnings === undefined ? rest : { ...rest, warnings: warnings.map(to) }
}
