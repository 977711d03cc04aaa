// SPDX-License-Identifier: Apache-2.0
/** A package with code in the application; the build lists all in licences.json beside the window's page. */
export interface BundledPackage {
  readonly name: string
  readonly version: string
  /** SPDX expression. */
  readonly licence: string
  /** Licence and notices as the package holds them; empty where it holds none. */
  readonly text: string
}
