// SPDX-License-Identifier: Apache-2.0
/** Three layers of growing memory under a lens of one accent. */
export function BrandMark({ size }: { readonly size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="7" fill="var(--accent)" opacity="0.16" />
      <rect x="7" y="8" width="8" height="4" rx="1.5" fill="var(--algorithm-tiled)" />
      <rect x="7" y="14" width="18" height="4" rx="1.5" fill="var(--algorithm-winograd)" />
      <rect x="7" y="20" width="12" height="4" rx="1.5" fill="var(--algorithm-strassen-1x1)" />
    </svg>
  )
}
