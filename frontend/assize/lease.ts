import { Deadline } from './deadline';

/** What is left of a claim, counting down: minutes and seconds, a bar, and a word when little is left. */
class AssizeLease extends Deadline {
  private label = document.createElement('span');
  private figure = document.createElement('b');
  private meter = document.createElement('span');
  private bar = document.createElement('i');

  constructor() {
    super(1000, 'lease-over');
  }
  override connectedCallback() {
    this.label.className = 'muted';
    this.label.textContent = this.getAttribute('label');
    this.meter.className = 'meter';
    this.meter.append(this.bar);
    this.replaceChildren(this.label, this.figure, this.meter);
    super.connectedCallback();
  }
  protected override show(left: number) {
    const seconds = Math.ceil(left / 1000);
    this.figure.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
    const part = left / Number(this.getAttribute('whole') ?? left);
    this.bar.style.setProperty('--part', String(Math.min(1, part)));
    this.className = seconds <= 60 ? 'risk-severe' : seconds <= 180 ? 'risk-elevated' : '';
  }
}
customElements.define('assize-lease', AssizeLease);
