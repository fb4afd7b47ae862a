// Boxes to tick, any of a few, to the server one element.
class AssizeBoxes extends HTMLElement {
  private on: number[] = [];

  /** Places of those that are ticked, from 0. */
  set ticked(places: number[]) {
    this.on = places;
    // the boxes may be told after which of them are ticked
    queueMicrotask(() => this.boxes.forEach((box, place) => { box.checked = this.on.includes(place); }));
  }

  connectedCallback() { this.addEventListener('change', this.tick); }
  disconnectedCallback() { this.removeEventListener('change', this.tick); }

  override focus() { this.boxes[0]?.focus(); }

  private tick = () => {
    this.on = this.boxes.flatMap((box, place) => box.checked ? [place] : []);
    this.dispatchEvent(new CustomEvent('assize-ticked', { detail: this.on.join(' ') }));
  };

  private get boxes() { return [...this.querySelectorAll<HTMLInputElement>('input')]; }
}
customElements.define('assize-boxes', AssizeBoxes);
