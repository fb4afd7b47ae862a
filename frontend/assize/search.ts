// The search field and what it finds. Choosing is done here; the server is asked after a pause in typing, and answers with
// the turn it was asked in, so that an answer that comes late never replaces a newer one.
import { iconSvg } from './icon';

type Part = { text: string; mark: boolean };
type Line = { icon: string; href: string; parts: Part[]; note: string; because: string; state: string; tone: string };
type Group = { name: string; more: string; lines: Line[] };
type Found = { turn: number; groups: Group[]; withheld: string; count: string; all?: { href: string; text: string } };
type Words = { label: string; hint: string; list: string; none: string; noneNext: string };

const PAUSE = 90;
const icons: Record<string, string> = { case: 'gavel', seller: 'seller', order: 'order', person: 'user' };
let count = 0;

const make = <K extends keyof HTMLElementTagNameMap>(tag: K, className = '', text = ''): HTMLElementTagNameMap[K] =>
  Object.assign(document.createElement(tag), { className, textContent: text });

class AssizeSearch extends HTMLElement {
  private id_ = `search-${++count}`;
  private input = make('input', 'search-input');
  private panel = make('div', 'search-panel');
  private list = make('div');
  private latest?: Found;
  private status = make('div', 'visually-hidden');
  private turn = 0;
  private answered = 0;
  private chosen = -1;
  private openFirst = false;
  private pause?: ReturnType<typeof setTimeout>;
  private cameFrom: HTMLElement | null = null;
  private wording?: Words;

  set words(words: Words) { this.wording = words; this.name_(); }
  /** What came with the address. */
  set text(text: string) { if (document.activeElement !== this.input || !this.input.value) this.input.value = text ?? ''; }
  set found(found: Found) {
    this.latest = found;
    // the text of an address may be told after what it finds
    queueMicrotask(() => { if (found && this.latest === found && (found.turn === this.turn || found.turn === 0)) this.show(found); });
  }

  private get onPage() { return this.getAttribute('form') === 'page'; }
  private get lines() { return [...this.panel.querySelectorAll<HTMLAnchorElement>('[role=option]')]; }

  connectedCallback() {
    if (this.input.isConnected) return;
    const box = make('div', 'search-box');
    const glyph = iconSvg('search');
    const key = make('kbd', 'single', '/');
    key.setAttribute('aria-hidden', 'true');
    Object.assign(this.input, { type: 'text', autocomplete: 'off', spellcheck: false, maxLength: 200 });
    for (const [name, value] of Object.entries({ role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': this.id_,
      'data-key': '/', enterkeyhint: 'go', autocapitalize: 'none' })) this.input.setAttribute(name, value);
    this.list.id = this.id_;
    this.list.setAttribute('role', 'listbox');
    this.panel.hidden = true;
    this.status.setAttribute('role', 'status');
    box.append(glyph, this.input, key);
    this.append(box, this.panel, this.status);
    this.name_();
    this.input.addEventListener('input', () => this.typed());
    this.input.addEventListener('keydown', (event) => this.key(event));
    this.input.addEventListener('focus', (event) => {
      if (event.relatedTarget instanceof HTMLElement) this.cameFrom = event.relatedTarget;
      this.input.select();
      if (this.input.value.trim() && this.lines.length) this.open(true);
    });
    this.addEventListener('focusout', (event) => { if (!this.onPage && !this.contains(event.relatedTarget as Node)) this.open(false); });
    // the field keeps the cursor while the mouse chooses
    this.panel.addEventListener('mousedown', (event) => event.preventDefault());
    this.panel.addEventListener('click', (event) => { if ((event.target as HTMLElement).closest('a') && !this.onPage) this.leave(); });
    if (this.onPage && matchMedia('(pointer: fine)').matches) setTimeout(() => this.input.focus());
  }

  private name_() {
    if (!this.wording) return;
    this.input.placeholder = this.wording.hint;
    this.input.setAttribute('aria-label', this.wording.label);
    this.input.dataset.keyLabel = this.wording.label;
    this.list.setAttribute('aria-label', this.wording.list);
  }

  private typed() {
    clearTimeout(this.pause);
    this.openFirst = false;
    if (!this.input.value.trim()) {
      this.turn++;
      this.answered = this.turn;
      this.panel.replaceChildren();
      this.open(false);
      if (this.onPage) this.ask();
      return;
    }
    this.pause = setTimeout(() => this.ask(), PAUSE);
    this.turn++;
  }

  private ask() {
    clearTimeout(this.pause);
    this.pause = undefined;
    this.dispatchEvent(new CustomEvent('assize-find', { detail: { text: this.input.value, turn: this.turn } }));
  }

  private key(event: KeyboardEvent) {
    if (event.isComposing) return;
    const lines = this.lines;
    switch (event.key) {
      case 'ArrowDown': case 'ArrowUp':
        event.preventDefault();
        if (lines.length) {
          this.open(true);
          this.choose((this.chosen + (event.key === 'ArrowDown' ? 1 : -1) + lines.length) % lines.length);
        }
        return;
      case 'Enter':
        event.preventDefault();
        // whoever types faster than we find opens what will be found
        if (this.turn > this.answered) { this.openFirst = true; if (this.pause) this.ask(); return; }
        (lines[this.chosen] ?? lines[0])?.click();
        return;
      case 'Escape':
        event.preventDefault();
        event.stopPropagation();
        if (this.onPage || !this.input.value) this.leave(); else { this.input.value = ''; this.typed(); this.leave(); }
        return;
    }
  }

  /** Back to where the person was. */
  private leave() {
    this.open(false);
    if (!this.onPage) { this.input.value = ''; this.turn++; this.answered = this.turn; this.panel.replaceChildren(); }
    this.input.blur();
    if (this.cameFrom?.isConnected) this.cameFrom.focus();
    this.cameFrom = null;
  }

  private open(open: boolean) {
    const shown = (open || this.onPage) && this.panel.childElementCount > 0;
    this.panel.hidden = !shown;
    this.input.setAttribute('aria-expanded', String(shown && this.lines.length > 0));
    if (!shown) this.choose(-1);
  }

  private choose(index: number) {
    this.chosen = index;
    this.lines.forEach((line, place) => line.setAttribute('aria-selected', String(place === index)));
    const line = this.lines[index];
    if (line) { this.input.setAttribute('aria-activedescendant', line.id); line.scrollIntoView({ block: 'nearest' }); } else this.input.removeAttribute('aria-activedescendant');
  }

  private show(found: Found) {
    this.answered = found.turn || this.answered;
    const empty = !this.input.value.trim();
    const parts: HTMLElement[] = [];
    if (found.withheld) {
      const notice = make('p', 'search-withheld', found.withheld);
      notice.prepend(iconSvg('lock'));
      parts.push(notice);
    }
    const options: HTMLElement[] = found.groups.map((group, place) => this.group(group, place));
    if (found.all) {
      const all = this.option(found.all.href, 'search-all');
      all.append(make('span', '', found.all.text));
      options.push(all);
    }
    this.list.replaceChildren(...options);
    if (options.length) {
      parts.push(this.list);
    } else if (!found.withheld && this.wording) {
      const none = make('div', 'search-none');
      none.append(make('b', '', this.wording.none), make('span', '', this.wording.noneNext));
      parts.push(none);
    }
    this.panel.replaceChildren(...(empty ? [] : parts));
    this.status.textContent = empty ? '' : [found.withheld, found.groups.length ? found.count : this.wording?.none].filter(Boolean).join(' ');
    this.open(document.activeElement === this.input);
    this.choose(this.lines.length ? 0 : -1);
    if (this.openFirst) {
      this.openFirst = false;
      if (found.groups.length) this.lines[0]?.click();
    }
  }

  private group(group: Group, place: number) {
    const all = make('div', 'search-group');
    const name = make('div', 'search-group-name', group.name);
    name.id = `${this.id_}-g${place}`;
    if (group.more) name.append(make('small', '', group.more));
    all.setAttribute('role', 'group');
    all.setAttribute('aria-labelledby', name.id);
    all.append(name, ...group.lines.map((line) => this.line(line)));
    return all;
  }

  private line(line: Line) {
    const option = this.option(line.href, 'search-line');
    const title = make('span', 'search-title');
    for (const part of line.parts) title.append(part.mark ? make('mark', '', part.text) : part.text);
    option.append(iconSvg(icons[line.icon] ?? 'search'), title, make('span', 'search-note', line.note));
    if (line.because) option.append(make('span', 'search-because', line.because));
    if (line.state) option.append(make('span', `search-state ${line.tone}`, line.state));
    return option;
  }

  private option(href: string, className: string) {
    const option = make('a', className);
    option.href = href;
    option.id = `${this.id_}-o${++count}`;
    option.tabIndex = -1;
    option.setAttribute('role', 'option');
    option.setAttribute('aria-selected', 'false');
    option.addEventListener('mousemove', () => { const at = this.lines.indexOf(option); if (at !== this.chosen) this.choose(at); });
    return option;
  }
}
customElements.define('assize-search', AssizeSearch);
