// SPDX-License-Identifier: Apache-2.0
/** A translated sentence with <b>bold</b> and <code>code</code> parts; anything else in it is text. */
export function Rich({ text }: { readonly text: string }) {
  const parts = text.split(/(<b>.*?<\/b>|<code>.*?<\/code>)/)
  return parts.map((part, index) => {
    const [, tag, inner] = /^<(b|code)>(.*)<\/\1>$/.exec(part) ?? []
    const key = `${index}`
    if (tag === 'b') return <b key={key}>{inner}</b>
    return tag === 'code' ? <code key={key}>{inner}</code> : part
  })
}
