// SPDX-License-Identifier: Apache-2.0
import {
  ActionIcon,
  Button,
  type CSSVariablesResolver,
  createTheme,
  Menu,
  NumberInput,
  Popover,
  type PopoverProps,
  SegmentedControl,
  Select,
  TextInput,
  Tooltip,
} from '@mantine/core'
import { paletteProperties } from '#contract/palette'

/** What is taller than the window scrolls. What scrolls has no arrow, which would be cut off. */
const WITHIN_WINDOW: Exclude<NonNullable<NonNullable<PopoverProps['middlewares']>['size']>, boolean> = {
  padding: 8,
  apply({ availableHeight, elements: { floating } }) {
    const isTaller = floating.scrollHeight > availableHeight
    floating.style.maxHeight = isTaller ? `${availableHeight}px` : ''
    floating.style.overflowY = isTaller ? 'auto' : ''
  },
}

export const theme = createTheme({
  primaryColor: 'indigo',
  // The greys of app.css, so that controls belong to their surroundings.
  colors: {
    dark: [
      '#e7e9ee',
      '#c3c8d2',
      '#9aa3b4',
      '#6b7385',
      '#434957',
      '#2f3440',
      '#232731',
      '#1d2027',
      '#16181d',
      '#101216',
    ],
  },
  // Both carry white text at 4.5:1.
  primaryShade: { light: 7, dark: 7 },
  defaultRadius: 'sm',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", monospace',
  respectReducedMotion: true,
  focusRing: 'auto',
  components: {
    // What a panel is there for is filled; most controls are not.
    Button: Button.extend({ defaultProps: { variant: 'default', size: 'xs' } }),
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray' } }),
    Select: Select.extend({ defaultProps: { size: 'xs', allowDeselect: false } }),
    NumberInput: NumberInput.extend({ defaultProps: { size: 'xs' } }),
    TextInput: TextInput.extend({ defaultProps: { size: 'xs' } }),
    // Its mark would slide for twelve frames, in which all of the window is put together anew.
    SegmentedControl: SegmentedControl.extend({ defaultProps: { size: 'xs', transitionDuration: 0 } }),
    Menu: Menu.extend({
      // In its landmark, above all that clips, its items reached by Tab as well as by arrows.
      defaultProps: {
        withinPortal: false,
        floatingStrategy: 'fixed',
        withInitialFocusPlaceholder: false,
        menuItemTabIndex: 0,
      },
      styles: { item: { fontSize: 13, padding: '5px 10px' }, label: { fontSize: 11 } },
    }),
    Popover: Popover.extend({
      defaultProps: { shadow: 'md', withArrow: true, middlewares: { flip: true, shift: true, size: WITHIN_WINDOW } },
    }),
    Tooltip: Tooltip.extend({
      defaultProps: {
        openDelay: 350,
        fz: 12,
        withArrow: true,
        multiline: true,
        maw: 360,
        events: { hover: true, focus: true, touch: false },
      },
    }),
  },
})

/** Our accents beside Mantine's own custom properties, per colour scheme. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: Object.fromEntries(paletteProperties('light')),
  dark: Object.fromEntries(paletteProperties('dark')),
})
