// SPDX-License-Identifier: Apache-2.0
export const scrubber = {
  title: 'Playhead',
  track: 'What is in use at each step',
  back: 'One step back (,)',
  forward: 'One step on (.)',
  play: 'Play (Space)',
  pause: 'Pause (Space)',
  clear: 'Take the playhead away',
  nowhere: 'no step',
  hint: 'Drag, or press , and . to see what is alive at each step',
  step: 'step {{position}} of {{all}}',
  alive_one: '{{count}} alive',
  alive_other: '{{count}} alive',
} as const
