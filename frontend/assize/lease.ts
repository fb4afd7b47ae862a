/** What is left of a claim, counting down: minutes and seconds, a bar, and a word when little is left. Tells once when it is over. */
class AssizeLease extends HTMLElement {
  private end = 0;
  private timer?: ReturnType<typeof setInterval>;
  private label = document.createElement('span');
  private figure = document.createElement('b');
  private meter = document.createElement('span');
  private bar = document.createElement('i');

  connectedCallback() {
    this.setAttribute('role', 'timer');
    this.label.className = 'muted';
    this.label.textContent = this.getAttribute('label');
    this.meter.className = 'meter';
    this.meter.append(this.bar);
    this.replaceChildren(this.label, this.figure, this.meter);
    if (this.end) this.run();
  }
  disconnectedCallback() { clearInterval(this.timer); }

  /** Begins at so many milliseconds from now, by the clock of this browser alone: a laptop that slept wakes up to the truth. */
  start(left: number) {
    this.end = Date.now() + left;
    this.run();
  }
  private run() {
    clearInterval(this.timer);
    this.timer = setInterval(() => this.tell(), 1000);
    this.tell();
  }
  private tell() {
    const left = Math.max(0, this.end - Date.now());
    const seconds = Math.ceil(left / 1000);
    this.figure.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
    const part = left / Number(this.getAttribute('whole') ?? left);
    this.bar.style.setProperty('--part', String(Math.min(1, part)));
    this.className = seconds <= 60 ? 'risk-severe' : seconds <= 180 ? 'risk-elevated' : '';
    if (left === 0) {
      clearInterval(this.timer);
      this.dispatchEvent(new CustomEvent('lease-over'));
    }
  }
}
customElements.define('assize-lease', AssizeLease);
