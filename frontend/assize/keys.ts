// The keyboard. Three kinds of things answer to a key:
//   [data-key]    any element with that attribute: the key clicks it (buttons, links) or puts the cursor into it (fields, and the
//                 first of a group of boxes), if it can be seen and is enabled
//   assize-keys   keys without a button, one element per view; the press travels to the server as one event
//   [data-go]     pages: Shift+G, then the letter
// A single letter never fires while the person types, and all of them can be turned off (WCAG 2.1.4).
import { iconSvg } from './icon';
import { preference } from './preference';
import { wait } from './typeahead';

type Binding = { key: string; label: string; leads: boolean };

const typing = (event: KeyboardEvent) => event.composedPath().some((target) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName)
    || (target.tagName === 'INPUT' && !/^(checkbox|radio|button|submit|range)$/.test((target as HTMLInputElement).type))));

/** "n", "+", "Shift+j", "Ctrl+Enter", "Escape": as written in data-key. Cmd counts as Ctrl on a Mac. */
export function name(event: KeyboardEvent): string {
  const letter = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const shift = event.shiftKey && (event.key.length > 1 || /[a-z]/i.test(event.key)) ? 'Shift+' : '';
  return (event.ctrlKey || event.metaKey ? 'Ctrl+' : '') + (event.altKey ? 'Alt+' : '') + shift + letter;
}

/** Usual letters to the ones that this person presses instead: "n:q,q:n". */
function pressed(): Map<string, string> {
  return new Map((document.documentElement.dataset.keymap ?? '').split(',').filter(Boolean).map((pair) => pair.split(':') as [string, string]));
}
/** The usual name of a key that was pressed. */
function usual(key: string): string {
  if (!/^[a-z]$/.test(key)) return key;
  for (const [its, chosen] of pressed()) if (chosen === key) return its;
  return key;
}

const mac = /Mac|iPhone|iPad/.test(navigator.platform);
export const shown = (key: string) => key.replace('Ctrl+', mac ? '⌘' : 'Ctrl ').replace('Shift+', '⇧').replace('Enter', '⏎').replace('Escape', 'Esc')
  .replace(/(^|[ ⌘⇧])([a-z])$/, (_, before, letter) => before + letter.toUpperCase());

const visible = (element: Element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;
const enabled = (element: Element) => !element.hasAttribute('disabled') && element.getAttribute('aria-disabled') !== 'true';

/** What floats on top takes the keys; without anything floating it is the page. */
function scope(): ParentNode {
  const floating = [...document.querySelectorAll('vaadin-dialog[opened], vaadin-popover[opened], dialog[open]')];
  return floating.at(-1) ?? document;
}

const find = (selector: string) => [...scope().querySelectorAll<HTMLElement>(selector)].filter((element) => visible(element) && enabled(element));

let going: ReturnType<typeof setTimeout> | undefined;
function startGoing() {
  document.documentElement.dataset.going = '';
  going = setTimeout(stopGoing, 1500);
}
function stopGoing() {
  clearTimeout(going);
  going = undefined;
  delete document.documentElement.dataset.going;
}

document.addEventListener('keydown', (event) => {
  if (event.defaultPrevented || event.isComposing || /^(Shift|Control|Alt|Meta)$/.test(event.key)) return;
  const key = usual(name(event));
  const withModifier = /^(Ctrl|Alt)\+/.test(key);
  if (typing(event)) {
    if (key === 'Escape') (event.composedPath()[0] as HTMLElement).blur();
    if (!withModifier) return;
  }
  if (!withModifier && key !== 'Escape' && document.documentElement.dataset.keys === 'off') return;
  if (going) {
    const link = find(`[data-go="${CSS.escape(key)}"]`)[0];
    stopGoing();
    // a letter that leads nowhere does nothing: it was not meant for the page
    event.preventDefault();
    link?.click();
    return;
  }
  const target = find(`[data-key="${CSS.escape(key)}"]`).at(-1);
  if (target) {
    event.preventDefault();
    if (target.matches('vaadin-text-field, vaadin-text-area, vaadin-combo-box, vaadin-select, input, textarea')) target.focus();
    else if (target.matches('[role=group]')) target.querySelector('input')?.focus();
    else target.click();
    return;
  }
  const listener = ([...scope().querySelectorAll('assize-keys')] as AssizeKeys[]).reverse().find((keys) => keys.bindings.some((binding) => binding.key === key));
  if (listener) {
    event.preventDefault();
    if (key === 'j' || key === 'Shift+j') { if (moveRow(key === 'j' ? 1 : -1)) return; }
    listener.dispatchEvent(new CustomEvent('assize-key', { detail: key }));
    if (listener.bindings.some((binding) => binding.key === key && binding.leads)) wait();
    return;
  }
  if (scope() !== document) return;
  if (key === 'Shift+g') { event.preventDefault(); startGoing(); return; }
  if (key === 'j' || key === 'Shift+j') { if (moveRow(key === 'j' ? 1 : -1)) event.preventDefault(); return; }
  if (event.key === '?') { event.preventDefault(); document.querySelector<AssizeShortcuts>('assize-shortcuts')?.open(); }
});

// Before the grid hears of it: of a cell with a link in it, it would only move the focus into the cell.
document.addEventListener('keydown', (event) => {
  if (!event.defaultPrevented && name(event) === 'Enter' && openRow(event)) {
    event.preventDefault();
    event.stopPropagation();
  }
}, { capture: true });

/** Row down or up in the first grid that can be seen, by the grid's own arrow keys. */
function moveRow(step: number): boolean {
  const grid = find('vaadin-grid')[0] as any;
  if (!grid) return false;
  const focused = grid.shadowRoot.activeElement as HTMLElement | null;
  const cell = focused?.closest?.('td') as HTMLElement | null;
  if (!cell) {
    (grid.shadowRoot.querySelector('#items td[tabindex="0"], #items td') as HTMLElement | null)?.focus();
    return true;
  }
  cell.dispatchEvent(new KeyboardEvent('keydown', { key: step > 0 ? 'ArrowDown' : 'ArrowUp', bubbles: true, composed: true, cancelable: true }));
  return true;
}

/** What the first link of the row leads to, where the row has the focus and nothing in it has. */
function openRow(event: KeyboardEvent): boolean {
  const cell = event.composedPath().find((target) => target instanceof HTMLElement && /^(TD|TR)$/.test(target.tagName)) as HTMLElement | undefined;
  if (!cell || (event.composedPath()[0] as HTMLElement).closest('a, button, input')) return false;
  const row = cell.closest('tr');
  const slots = [...(row?.querySelectorAll('slot') ?? [])] as HTMLSlotElement[];
  const link = slots.flatMap((slot) => slot.assignedElements()).map((content) => content.querySelector<HTMLAnchorElement>('a[href]')).find(Boolean);
  link?.click();
  return !!link;
}

/** Keys of a view that have no button; told by the server. */
class AssizeKeys extends HTMLElement {
  bindings: Binding[] = [];
}
customElements.define('assize-keys', AssizeKeys);

type Words = { title: string; view: string; pages: string; everywhere: string; close: string; search: string; rows: string; overlay: string; back: string; letters: string; change: string };

/** Every key that works here and now, read from the page itself; so it can not be out of date. */
class AssizeShortcuts extends HTMLElement {
  words?: Words;

  open() {
    const words = this.words;
    if (!words) return;
    const view = new Map<string, string>();
    find('[data-key]').forEach((element) => view.set(element.dataset.key!, element.dataset.keyLabel || element.getAttribute('aria-label') || this.text(element)));
    (document.querySelectorAll('assize-keys') as NodeListOf<AssizeKeys>).forEach((keys) => keys.bindings.forEach((binding) => view.set(binding.key, binding.label)));
    const pages = new Map(find('[data-go]').map((element) => [`⇧G ${element.dataset.go!.toUpperCase()}`, this.text(element) || element.title]));
    const everywhere = new Map([['?', words.overlay], ['Escape', words.back]]);
    if (find('vaadin-grid').length) { view.set('j', words.rows); }

    const dialog = document.createElement('dialog');
    dialog.setAttribute('aria-label', words.title);
    const header = document.createElement('header');
    const title = document.createElement('h2');
    title.textContent = words.title;
    const close = document.createElement('button');
    close.className = 'close';
    close.setAttribute('aria-label', words.close);
    close.append(iconSvg('cross'));
    (close.firstElementChild as SVGElement).setAttribute('width', '16');
    close.addEventListener('click', () => dialog.close());
    header.append(title, close);
    const columns = document.createElement('div');
    columns.className = 'columns';
    for (const [heading, keys] of [[words.view, view], [words.pages, pages], [words.everywhere, everywhere]] as [string, Map<string, string>][]) {
      if (keys.size) columns.append(this.section(heading, keys));
    }
    const footer = document.createElement('footer');
    const label = document.createElement('label');
    const box = document.createElement('input');
    box.type = 'checkbox';
    box.checked = document.documentElement.dataset.keys !== 'off';
    box.addEventListener('change', () => preference('keys', box.checked ? 'on' : 'off'));
    label.append(box, words.letters);
    const change = document.createElement('a');
    change.href = 'keys';
    change.textContent = words.change;
    change.addEventListener('click', () => dialog.close());
    footer.append(label, change);
    dialog.append(header, columns, footer);
    dialog.addEventListener('close', () => dialog.remove());
    dialog.addEventListener('click', (event) => { if (event.target === dialog) dialog.close(); });
    this.append(dialog);
    dialog.showModal();
  }

  private text(element: HTMLElement): string {
    const copy = element.cloneNode(true) as HTMLElement;
    copy.querySelectorAll('kbd').forEach((kbd) => kbd.remove());
    return (copy.textContent ?? '').trim();
  }

  private section(heading: string, keys: Map<string, string>): HTMLElement {
    const section = document.createElement('section');
    const title = document.createElement('h3');
    title.textContent = heading;
    const list = document.createElement('dl');
    keys.forEach((label, key) => {
      const row = document.createElement('div');
      const term = document.createElement('dt');
      term.textContent = label;
      const value = document.createElement('dd');
      for (const part of shown(pressed().get(key) ?? key).split(' ')) {
        const kbd = document.createElement('kbd');
        kbd.textContent = part;
        value.append(kbd, ' ');
      }
      row.append(term, value);
      list.append(row);
    });
    section.append(title, list);
    return section;
  }
}
customElements.define('assize-shortcuts', AssizeShortcuts);
