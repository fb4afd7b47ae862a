// One of a few buttons, to the server one element: the one pressed shows at once, before the server has heard of it, so that keys
// may follow as fast as a person types; the server says the same a moment later.
class AssizeChoice extends HTMLElement {
  private pressed = -1;

  /** Place of the one that is chosen, from 0; -1 while none is. */
  set chosen(place: number) {
    this.pressed = place;
    // the buttons may be told after which of them is pressed
    queueMicrotask(() => this.show());
  }

  connectedCallback() { this.addEventListener('click', this.press); }
  disconnectedCallback() { this.removeEventListener('click', this.press); }

  override focus() { this.buttons[0]?.focus(); }

  private press = (event: Event) => {
    const place = this.buttons.findIndex((button) => button.contains(event.target as Node));
    if (place < 0) return;
    this.pressed = place;
    this.show();
    this.dispatchEvent(new CustomEvent('assize-chosen', { detail: place }));
  };

  private get buttons() { return [...this.querySelectorAll<HTMLElement>(':scope > button')]; }

  private show() {
    this.buttons.forEach((button, place) => button.setAttribute('aria-pressed', String(place === this.pressed)));
  }
}
customElements.define('assize-choice', AssizeChoice);
