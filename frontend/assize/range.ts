/** A word-sized axis: what is usual as a band, the value as a dot, what it may really be as a line, all taken together as a tick. */
class AssizeRange extends HTMLElement {
  static observedAttributes = ['at', 'low', 'high', 'from', 'to', 'all'];
  attributeChangedCallback() {
    const number = (name: string) => (this.hasAttribute(name) ? Number(this.getAttribute(name)) : NaN);
    const [at, low, high, from, to, all] = AssizeRange.observedAttributes.map(number);
    const known = [at, low, high, from, to, all].filter(Number.isFinite);
    const start = Math.min(0, ...known);
    const end = Math.max(...known, start + 1e-9) + (Math.max(...known) - start) * 0.04;
    const x = (value: number) => (4 + ((value - start) / (end - start || 1)) * 88).toFixed(1);
    const line = (a: number, b: number, y1: number, y2: number, stroke: string, width: number) =>
      `<line x1="${x(a)}" x2="${x(b)}" y1="${y1}" y2="${y2}" stroke="${stroke}" stroke-width="${width}" stroke-linecap="round" vector-effect="non-scaling-stroke"/>`;
    const band = Number.isFinite(low + high)
      ? `<rect x="${x(low)}" width="${Math.max(Number(x(high)) - Number(x(low)), 1.5)}" y="2" height="8" fill="var(--band)"/>` : '';
    // Only numbers went into this string.
    this.innerHTML = `<svg viewBox="0 0 96 12" preserveAspectRatio="none" aria-hidden="true">
      ${line(start, end, 6, 6, 'var(--hairline-strong)', 1)}${band}
      ${Number.isFinite(all) ? line(all, all, 2, 10, 'var(--text-secondary)', 1) : ''}
      ${Number.isFinite(from + to) ? line(from, to, 6, 6, 'currentcolor', 1.5) : ''}
      ${Number.isFinite(at) ? line(at, at, 6, 6, 'currentcolor', 6) : ''}</svg>`;
  }
}
customElements.define('assize-range', AssizeRange);
