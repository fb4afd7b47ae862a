// A button and the choices that it opens: to the server one element, whatever it offers.
import { iconSvg } from './icon';

type Face = { icon: string; label: string; text: string };
/** `chosen` is told of those of which one is in force. */
type Entry = { id: string; text: string; lang: string; group: string; chosen?: boolean };

let count = 0;

class AssizeMenu extends HTMLElement {
  private button = document.createElement('button');
  private list = document.createElement('div');

  set face({ icon, label, text }: Face) {
    this.button.setAttribute('aria-label', label);
    this.button.title = label;
    const name = document.createElement('span');
    name.textContent = text;
    this.button.replaceChildren(iconSvg(icon), ...(text ? [name] : []), iconSvg('chevron-down'));
    this.list.setAttribute('aria-label', label);
  }

  set entries(entries: Entry[]) {
    const parts: HTMLElement[] = [];
    let group: string | undefined;
    for (const entry of entries) {
      if (group !== undefined && entry.group !== group) parts.push(Object.assign(document.createElement('div'), { role: 'separator' }));
      group = entry.group;
      parts.push(this.item(entry));
    }
    const at = this.items.indexOf(document.activeElement as HTMLElement);
    this.list.replaceChildren(...parts);
    if (at >= 0) this.items[at]?.focus();
  }

  private get items() { return [...this.list.querySelectorAll<HTMLElement>('button')]; }

  connectedCallback() {
    if (this.button.isConnected) return;
    this.list.id = `menu-${++count}`;
    this.list.role = 'menu';
    this.list.hidden = true;
    this.button.type = 'button';
    this.button.className = 'menu-face';
    this.button.setAttribute('aria-haspopup', 'menu');
    this.button.setAttribute('aria-controls', this.list.id);
    this.open(false);
    this.append(this.button, this.list);
    this.button.addEventListener('click', () => this.open(this.list.hidden));
    this.addEventListener('keydown', (event) => this.key(event));
    this.addEventListener('focusout', (event) => { if (!this.contains(event.relatedTarget as Node)) this.open(false); });
    // a click beside it leaves it where nothing takes the focus
    document.addEventListener('pointerdown', this.elsewhere);
  }

  disconnectedCallback() { document.removeEventListener('pointerdown', this.elsewhere); }

  private elsewhere = (event: Event) => { if (!event.composedPath().includes(this)) this.open(false); };

  private item(entry: Entry): HTMLElement {
    const item = document.createElement('button');
    item.type = 'button';
    item.tabIndex = -1;
    item.lang = entry.lang;
    item.role = entry.chosen === undefined ? 'menuitem' : 'menuitemradio';
    if (entry.chosen !== undefined) item.setAttribute('aria-checked', String(entry.chosen));
    item.textContent = entry.text;
    if (entry.chosen) item.prepend(iconSvg('check'));
    item.addEventListener('click', () => {
      this.open(false);
      this.button.focus();
      this.dispatchEvent(new CustomEvent('assize-chosen', { detail: entry.id }));
    });
    item.addEventListener('pointermove', () => item.focus());
    return item;
  }

  private open(open: boolean) {
    this.list.hidden = !open;
    this.button.setAttribute('aria-expanded', String(open));
    if (open) (this.items.find((item) => item.ariaChecked === 'true') ?? this.items[0])?.focus();
  }

  private key(event: KeyboardEvent) {
    if (this.list.hidden) {
      if (event.key !== 'ArrowDown') return;
      event.preventDefault();
      this.open(true);
      return;
    }
    // what is pressed here means nothing to the page
    event.stopPropagation();
    const items = this.items;
    const at = items.indexOf(document.activeElement as HTMLElement);
    const to = (place: number) => { event.preventDefault(); items[(place + items.length) % items.length]?.focus(); };
    switch (event.key) {
      case 'ArrowDown': return to(at + 1);
      case 'ArrowUp': return to(at - 1);
      case 'Home': return to(0);
      case 'End': return to(-1);
      case 'Tab': return this.open(false);
      case 'Escape':
        event.preventDefault();
        this.open(false);
        this.button.focus();
        return;
    }
    if (event.key.length !== 1 || event.key === ' ' || event.ctrlKey || event.metaKey || event.altKey) return;
    const begins = (item: HTMLElement) => item.textContent!.trim().toLowerCase().startsWith(event.key.toLowerCase());
    const next = [...items.slice(at + 1), ...items.slice(0, at + 1)].find(begins);
    if (next) to(items.indexOf(next));
  }
}
customElements.define('assize-menu', AssizeMenu);
