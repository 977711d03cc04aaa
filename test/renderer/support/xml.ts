// SPDX-License-Identifier: Apache-2.0
export interface Element {
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  readonly children: Element[]
  content: string
  descendants(name: string): Element[]
}

const TOKEN = /<\/([\w:-]+)>|<([\w:-]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/y
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' }

/** Reads the XML that serialised SVG consists of; throws where it is not well-formed. */
export function parseXml(text: string): Element {
  const document = element('', new Map())
  const open = [document]
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex
    const token = TOKEN.exec(text)
    const current = open.at(-1)
    if (token === null || current === undefined) throw new Error(`Not well-formed at ${at}: ${text.slice(at, at + 40)}`)
    const [, closing, opening, attributes = '', selfClosing, content] = token
    if (closing !== undefined) {
      if (closing !== current.name) throw new Error(`</${closing}> closes <${current.name}> at ${at}`)
      open.pop()
    } else if (opening !== undefined) {
      const child = element(opening, parseAttributes(attributes))
      current.children.push(child)
      if (selfClosing === '') open.push(child)
    } else if (content !== undefined) {
      current.content += decode(content)
    }
  }
  const [root, ...others] = document.children
  if (open.length !== 1 || root === undefined || others.length > 0)
    throw new Error('Not exactly one closed root element')
  return root
}

function element(name: string, attributes: ReadonlyMap<string, string>): Element {
  const children: Element[] = []
  return {
    name,
    attributes,
    children,
    content: '',
    descendants: (wanted) =>
      children.flatMap((child) => [...(child.name === wanted ? [child] : []), ...child.descendants(wanted)]),
  }
}

function parseAttributes(text: string): Map<string, string> {
  return new Map([...text.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, decode(value)]))
}

function decode(text: string): string {
  if (/&(?!(amp|lt|gt|quot);)/.test(text)) throw new Error(`Bare & in ${text}`)
  if ([...text].some((character) => (character.codePointAt(0) ?? 0) < 0x20 && !'\t\n\r'.includes(character))) {
    throw new Error('A control character')
  }
  return text.replace(/&(\w+);/g, (_, name: string) => ENTITIES[name] ?? '')
}
