/** The colour a token has here and now: custom properties are text until something uses them. */
export function colours(within: HTMLElement): (token: string) => string {
  const probe = within.appendChild(document.createElement('i'));
  const read = (token: string) => {
    probe.style.color = `var(--${token})`;
    return getComputedStyle(probe).color;
  };
  queueMicrotask(() => probe.remove());
  return read;
}
