// Makes one tree of elements like another and keeps every element that can stay, so that focus, scroll, open details and what is
// typed stay with it.

export function morph(now: Element, next: Element): void {
  copyAttributes(now, next);
  const kept = new Map<string, Element>();
  for (const child of now.children) {
    const key = keyOf(child);
    if (key !== null) kept.set(key, child);
  }
  let at: ChildNode | null = now.firstChild;
  for (const wanted of [...next.childNodes]) {
    const key = keyOf(wanted);
    const same: ChildNode | null = key === null ? (isAlike(at, wanted) ? at : null) : (kept.get(key) ?? null);
    if (same === null) {
      now.insertBefore(wanted, at);
      continue;
    }
    if (same === at) at = at.nextSibling;
    else now.insertBefore(same, at);
    if (same instanceof Element && wanted instanceof Element) morph(same, wanted);
    else if (same.nodeValue !== wanted.nodeValue) same.nodeValue = wanted.nodeValue;
  }
  for (let rest = at; rest !== null; ) {
    const { nextSibling }: ChildNode = rest;
    if (!isLasting(rest)) rest.remove();
    rest = nextSibling;
  }
}

const keyOf = (node: Node): string | null =>
  node instanceof Element && (node.id !== '' || node.hasAttribute('data-key'))
    ? `${node.nodeName} ${node.id} ${node.getAttribute('data-key') ?? ''}`
    : null;

const isAlike = (now: ChildNode | null, wanted: Node): boolean =>
  now !== null && now.nodeName === wanted.nodeName && keyOf(now) === null;

/** What an action said stays until another page is opened. */
const isLasting = (node: Node): boolean => node instanceof Element && node.id === 'said';

/** Whether details are open is the reader's; the value of a field is its property by then, which no attribute changes once it was typed in. */
function copyAttributes(now: Element, next: Element): void {
  for (const { name } of [...now.attributes])
    if (!next.hasAttribute(name) && !(name === 'open' && now instanceof HTMLDetailsElement)) now.removeAttribute(name);
  for (const { name, value } of next.attributes) if (now.getAttribute(name) !== value) now.setAttribute(name, value);
}
