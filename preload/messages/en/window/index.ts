// SPDX-License-Identifier: Apache-2.0
import { vocabulary } from '../vocabulary'
import { about } from './about'
import { advice } from './advice'
import { app } from './app'
import { arena } from './arena'
import { attach } from './attach'
import { browser } from './browser'
import { common } from './common'
import { compare } from './compare'
import { configure } from './configure'
import { engine } from './engine'
import { glossary } from './glossary'
import { graph } from './graph'
import { inspector } from './inspector'
import { layers } from './layers'
import { map } from './map'
import { open } from './open'
import { palette } from './palette'
import { releases } from './releases'
import { report } from './report'
import { run } from './run'
import { runs } from './runs'
import { scrubber } from './scrubber'
import { search } from './search'
import { settings } from './settings'
import { share } from './share'
import { sweep } from './sweep'
import { timeline } from './timeline'
import { tour } from './tour'
import { undo } from './undo'

/** The reference: what other languages must say. One namespace a feature. */
export const words = {
  vocabulary,
  common,
  app,
  open,
  tour,
  glossary,
  graph,
  map,
  layers,
  inspector,
  search,
  palette,
  timeline,
  arena,
  scrubber,
  undo,
  engine,
  compare,
  releases,
  report,
  sweep,
  run,
  runs,
  share,
  configure,
  advice,
  attach,
  browser,
  settings,
  about,
} as const
