// Text that the browser knows best: the person's time zone, the passing of time, the clipboard.
const language = () => document.documentElement.lang || navigator.language;
const units: [Intl.RelativeTimeFormatUnit, number][] = [['year', 31536000], ['month', 2592000], ['day', 86400], ['hour', 3600], ['minute', 60]];

export function relative(at: Date, now = Date.now()): string {
  const seconds = (at.getTime() - now) / 1000;
  const format = new Intl.RelativeTimeFormat(language(), { numeric: 'auto', style: 'short' });
  for (const [unit, length] of units) {
    if (Math.abs(seconds) >= length) return format.format(Math.trunc(seconds / length), unit);
  }
  return format.format(0, 'second');
}

export const exact = (at: Date) =>
  new Intl.DateTimeFormat(language(), { dateStyle: 'medium', timeStyle: 'medium' }).format(at)
  + ' ' + (new Intl.DateTimeFormat('en', { timeZoneName: 'short' }).formatToParts(at).find((part) => part.type === 'timeZoneName')?.value ?? '');

const clocks = new Set<AssizeTime>();
setInterval(() => { if (!document.hidden) clocks.forEach((clock) => clock.tell()); }, 30_000);

/** An instant: relative in text, exact on hover, in the person's own time zone. `form="exact"` turns the two round. */
class AssizeTime extends HTMLElement {
  static observedAttributes = ['at', 'form'];
  set at(value: string | null) { value ? this.setAttribute('at', value) : this.removeAttribute('at'); }
  connectedCallback() { clocks.add(this); this.tell(); }
  disconnectedCallback() { clocks.delete(this); }
  attributeChangedCallback() { this.tell(); }
  tell() {
    const at = new Date(this.getAttribute('at') ?? NaN);
    if (Number.isNaN(at.getTime())) { this.textContent = ''; this.removeAttribute('title'); return; }
    const [shown, hidden] = this.getAttribute('form') === 'exact' ? [exact(at), relative(at)] : [relative(at), exact(at)];
    if (this.textContent !== shown) this.textContent = shown;
    this.title = hidden;
  }
}
customElements.define('assize-time', AssizeTime);

/** An identifier in monospace, shortened in the middle, whole on hover, copied by a click. */
class AssizeId extends HTMLElement {
  static observedAttributes = ['value', 'copied', 'keep'];
  set value(text: string) { this.setAttribute('value', text ?? ''); }
  attributeChangedCallback() {
    const value = this.getAttribute('value') ?? '';
    const keep = Number(this.getAttribute('keep') ?? 14);
    const head = Math.ceil((keep - 1) / 2);
    const button = document.createElement('button');
    button.type = 'button';
    button.title = value;
    button.textContent = value.length > keep ? `${value.slice(0, head)}…${value.slice(value.length - (keep - 1 - head))}` : value;
    button.addEventListener('click', async (event) => {
      event.stopPropagation();
      await navigator.clipboard.writeText(value);
      button.dataset.done = this.getAttribute('copied') ?? '✓';
      setTimeout(() => delete button.dataset.done, 1200);
    });
    this.replaceChildren(...(value ? [button] : []));
  }
}
customElements.define('assize-id', AssizeId);

/** A score: figure, bar, word of the ramp and place among its peers. */
class AssizeScore extends HTMLElement {
  static observedAttributes = ['value', 'filled', 'level', 'word', 'place'];
  attributeChangedCallback() {
    const [value, filled, level, word, place] = AssizeScore.observedAttributes.map((name) => this.getAttribute(name) ?? '');
    if (!value) { this.replaceChildren(); return; }
    const part = (tag: string, className: string, text: string) => Object.assign(document.createElement(tag), { className, textContent: text });
    const meter = part('span', `meter risk-${level}`, '');
    const bar = document.createElement('i');
    bar.style.setProperty('--part', filled || '0');
    meter.append(bar);
    this.replaceChildren(part('b', '', value), meter, part('em', `risk-${level}`, word), part('small', '', place));
  }
}
customElements.define('assize-score', AssizeScore);

/** Copies what the server can not set as an attribute: the filled part of a meter. */
class AssizeMeter extends HTMLElement {
  static observedAttributes = ['part-filled'];
  attributeChangedCallback() {
    const bar = this.firstElementChild ?? this.appendChild(document.createElement('i'));
    (bar as HTMLElement).style.setProperty('--part', this.getAttribute('part-filled') ?? '0');
  }
}
customElements.define('assize-meter', AssizeMeter);
