/** Counts down to an instant by the clock of this browser alone: a laptop that slept wakes up to the truth. Tells once when it is over. */
export abstract class Deadline extends HTMLElement {
  private end = 0;
  private timer?: ReturnType<typeof setInterval>;

  protected constructor(private readonly every: number, private readonly over: string) {
    super();
  }

  connectedCallback() {
    this.setAttribute('role', 'timer');
    if (this.end) this.run();
  }
  disconnectedCallback() { clearInterval(this.timer); }

  /** Begins at so many milliseconds from now. */
  start(left: number) {
    this.end = Date.now() + left;
    this.run();
  }
  private run() {
    clearInterval(this.timer);
    this.timer = setInterval(() => this.tell(), this.every);
    this.tell();
  }
  private tell() {
    const left = Math.max(0, this.end - Date.now());
    this.show(left);
    if (left === 0) {
      clearInterval(this.timer);
      this.end = 0;
      this.dispatchEvent(new CustomEvent(this.over));
    }
  }
  /** @param left milliseconds */
  protected abstract show(left: number): void;
}
