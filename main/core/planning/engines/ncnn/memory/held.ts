// SPDX-License-Identifier: Apache-2.0

export type Kind = 'blobs' | 'workspace'

type HeldBytes = Readonly<Record<Kind, number>>

/** What Mats hold of each kind, and of both when it was most together. */
export class Held {
  #now: HeldBytes = { blobs: 0, workspace: 0 }
  #most: HeldBytes = this.#now

  take(kind: Kind, bytes: number): void {
    this.#now = { ...this.#now, [kind]: this.#now[kind] + bytes }
    if (this.#now.blobs + this.#now.workspace > this.#most.blobs + this.#most.workspace) this.#most = this.#now
  }

  give(kind: Kind, bytes: number): void {
    this.#now = { ...this.#now, [kind]: this.#now[kind] - bytes }
  }

  /** Since it was restarted. */
  get most(): HeldBytes {
    return this.#most
  }

  restart(): void {
    this.#most = this.#now
  }
}
