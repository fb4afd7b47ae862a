// Colleagues, offered while somebody types a name after an @ in the text field before this element. The field stays an ordinary
// one; the list follows the pattern of a combo box (arrows, Enter or Tab takes, Escape closes).
type Person = { name: string; username: string };

const before = /(^|[^\p{L}\p{N}._@-])@([\p{L}\p{N}._-]*)$/u;
const most = 6;
let last = 0;

class AssizeMentions extends HTMLElement {
  people: Person[] = [];
  label = '';
  hint = '';
  private area?: HTMLTextAreaElement;
  private field?: HTMLElement;
  private list = document.createElement('ul');
  private note = document.createElement('p');
  private found: Person[] = [];
  private active = 0;
  private abort?: AbortController;

  connectedCallback() {
    this.abort = new AbortController();
    const field = this.previousElementSibling as HTMLElement | null;
    if (!field) return;
    this.field = field;
    this.list.id ||= `assize-mentions-${++last}`;
    this.list.setAttribute('role', 'listbox');
    this.list.setAttribute('aria-label', this.label);
    this.list.hidden = true;
    this.note.className = 'muted small';
    this.note.textContent = this.hint;
    this.replaceChildren(this.list, this.note);
    const signal = this.abort.signal;
    field.addEventListener('input', () => this.look(), { signal });
    field.addEventListener('click', () => this.look(), { signal });
    field.addEventListener('focusout', () => setTimeout(() => this.close(), 150), { signal });
    field.addEventListener('keydown', (event) => this.press(event as KeyboardEvent), { signal, capture: true });
  }
  disconnectedCallback() { this.abort?.abort(); }

  private textarea(): HTMLTextAreaElement | undefined {
    this.area ??= this.field?.querySelector('textarea') ?? undefined;
    if (this.area && !this.area.hasAttribute('aria-autocomplete')) {
      this.area.setAttribute('aria-autocomplete', 'list');
      this.area.setAttribute('aria-controls', this.list.id);
    }
    return this.area;
  }

  private look() {
    const area = this.textarea();
    const typed = area && before.exec(area.value.slice(0, area.selectionStart));
    if (!typed) { this.close(); return; }
    const wanted = typed[2].toLowerCase();
    this.found = this.people.filter((person) => person.username.toLowerCase().startsWith(wanted)
      || person.name.toLowerCase().split(/\s+/).some((word) => word.startsWith(wanted)))
      .sort((one, other) => Number(other.username.toLowerCase().startsWith(wanted)) - Number(one.username.toLowerCase().startsWith(wanted)))
      .slice(0, most);
    this.active = 0;
    this.draw();
  }

  private draw() {
    this.list.hidden = this.found.length === 0;
    this.note.hidden = !this.list.hidden;
    this.list.replaceChildren(...this.found.map((person, index) => {
      const item = document.createElement('li');
      item.id = `${this.list.id}-${index}`;
      item.setAttribute('role', 'option');
      item.setAttribute('aria-selected', String(index === this.active));
      const name = document.createElement('span');
      name.textContent = person.name;
      const username = document.createElement('span');
      username.className = 'muted';
      username.textContent = `@${person.username}`;
      item.append(name, username);
      item.addEventListener('mousedown', (event) => { event.preventDefault(); this.take(index); });
      return item;
    }));
    if (this.list.hidden) this.area?.removeAttribute('aria-activedescendant');
    else this.area?.setAttribute('aria-activedescendant', `${this.list.id}-${this.active}`);
  }

  private press(event: KeyboardEvent) {
    if (this.list.hidden || event.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      this.active = (this.active + (event.key === 'ArrowDown' ? 1 : this.found.length - 1)) % this.found.length;
      this.draw();
    } else if ((event.key === 'Enter' && !event.ctrlKey && !event.metaKey) || (event.key === 'Tab' && !event.shiftKey)) {
      this.take(this.active);
    } else if (event.key === 'Escape') {
      this.close();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  private take(index: number) {
    const area = this.textarea();
    const person = this.found[index];
    if (!area || !person) return;
    const end = area.selectionStart;
    const start = area.value.slice(0, end).lastIndexOf('@');
    area.setRangeText(`@${person.username} `, start, end, 'end');
    area.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
    this.close();
  }

  private close() {
    this.found = [];
    this.draw();
  }
}
customElements.define('assize-mentions', AssizeMentions);
