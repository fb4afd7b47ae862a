import { Deadline } from './deadline';

/** Seconds that are left. The reader hears the words beside it, not each second. */
class AssizeCountdown extends Deadline {
  constructor() {
    super(250, 'countdown-over');
  }
  override connectedCallback() {
    this.setAttribute('aria-live', 'off');
    super.connectedCallback();
  }
  protected override show(left: number) {
    this.textContent = `${Math.ceil(left / 1000)} ${this.getAttribute('unit') ?? 's'}`;
  }
}
customElements.define('assize-countdown', AssizeCountdown);
