/** A word-sized line: the values in order, the last one marked, an optional usual range behind. */
class AssizeSparkline extends HTMLElement {
  static observedAttributes = ['values', 'low', 'high'];
  attributeChangedCallback() {
    const values = (this.getAttribute('values') ?? '').split(',').filter((text) => text !== '').map(Number);
    if (values.length === 0) { this.replaceChildren(); return; }
    const usual = ['low', 'high'].filter((name) => this.hasAttribute(name)).map((name) => Number(this.getAttribute(name)));
    const low = Math.min(...values, ...usual);
    const high = Math.max(...values, ...usual);
    const y = (value: number) => (high === low ? 10 : 18 - ((value - low) / (high - low)) * 16);
    const x = (index: number) => (values.length === 1 ? 48 : 2 + (index / (values.length - 1)) * 92);
    const points = values.map((value, index) => `${x(index).toFixed(1)},${y(value).toFixed(1)}`).join(' ');
    const band = usual.length === 2
      ? `<rect x="0" width="96" y="${y(usual[1])}" height="${Math.max(y(usual[0]) - y(usual[1]), 1)}" fill="var(--band)"/>` : '';
    // Only numbers went into this string.
    this.innerHTML = `<svg viewBox="0 0 96 20" preserveAspectRatio="none" aria-hidden="true">${band}<polyline points="${points}" fill="none"
      stroke="var(--text-secondary)" stroke-width="1.25" vector-effect="non-scaling-stroke"/><circle cx="${x(values.length - 1)}"
      cy="${y(values[values.length - 1])}" r="2" fill="var(--accent-text)"/></svg>`;
  }
}
customElements.define('assize-sparkline', AssizeSparkline);
