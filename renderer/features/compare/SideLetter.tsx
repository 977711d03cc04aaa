export function SideLetter({ side }: { readonly side: 'a' | 'b' }) {
  return (
    <span className="compare-letter" data-side={side}>
      {side.toUpperCase()}
    </span>
  )
}
