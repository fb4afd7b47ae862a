/** Seconds that are left, counted by the browser's own clock; tells once when they are over. The reader hears the words beside it, not each second. */
class AssizeCountdown extends HTMLElement {
  private end = 0;
  private timer?: ReturnType<typeof setInterval>;

  connectedCallback() {
    this.setAttribute('role', 'timer');
    this.setAttribute('aria-live', 'off');
    if (this.end) this.run();
  }
  disconnectedCallback() { clearInterval(this.timer); }

  start(left: number) {
    this.end = Date.now() + left;
    this.run();
  }
  private run() {
    clearInterval(this.timer);
    this.timer = setInterval(() => this.tell(), 250);
    this.tell();
  }
  private tell() {
    const left = Math.ceil((this.end - Date.now()) / 1000);
    this.textContent = `${Math.max(0, left)} ${this.getAttribute('unit') ?? 's'}`;
    if (left <= 0) {
      clearInterval(this.timer);
      this.end = 0;
      this.dispatchEvent(new CustomEvent('countdown-over'));
    }
  }
}
customElements.define('assize-countdown', AssizeCountdown);
