// Some of a few that stand there, to the server one element. What a person picks shows at once, before the server has heard of it,
// so that keys may follow as fast as they are typed; the server says the same a moment later, or what follows from it.
type Picked = { places: number[]; heard: number };

abstract class Picks extends HTMLElement {
  private said = 0;

  /** Places of those that are picked, from 0, and how much the server had heard by then: who has said more since is not set back. */
  set picked({ places, heard }: Picked) {
    if (heard < this.said) return;
    this.said = heard;
    // what is picked may be told before the things that it is one of
    queueMicrotask(() => this.show(places));
  }

  protected say(places: number[]) {
    this.dispatchEvent(new CustomEvent<Picked>('assize-picked', { detail: { places, heard: ++this.said } }));
  }

  protected abstract show(places: number[]): void;
}

/** One of a few buttons. */
class AssizeChoice extends Picks {
  connectedCallback() { this.addEventListener('click', this.press); }
  disconnectedCallback() { this.removeEventListener('click', this.press); }

  override focus() { this.buttons[0]?.focus(); }

  private press = (event: Event) => {
    const place = this.buttons.findIndex((button) => button.contains(event.target as Node));
    if (place < 0) return;
    this.show([place]);
    this.say([place]);
  };

  protected show(places: number[]) {
    this.buttons.forEach((button, place) => button.setAttribute('aria-pressed', String(places.includes(place))));
  }

  private get buttons() { return [...this.querySelectorAll<HTMLElement>(':scope > button')]; }
}
customElements.define('assize-choice', AssizeChoice);

/** Boxes to tick, any of a few. */
class AssizeBoxes extends Picks {
  connectedCallback() { this.addEventListener('change', this.tick); }
  disconnectedCallback() { this.removeEventListener('change', this.tick); }

  override focus() { this.boxes[0]?.focus(); }

  private tick = () => this.say(this.boxes.flatMap((box, place) => box.checked ? [place] : []));

  protected show(places: number[]) {
    this.boxes.forEach((box, place) => { box.checked = places.includes(place); });
  }

  private get boxes() { return [...this.querySelectorAll<HTMLInputElement>('input')]; }
}
customElements.define('assize-boxes', AssizeBoxes);
