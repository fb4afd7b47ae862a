// What the server talks to. The drawing (Cytoscape, 400 kB) is fetched when the first graph comes on screen.
export type Account = { id: string; name: string; mark: 'fraud' | 'legitimate' | 'open' | 'none'; says: string; size: number; beyond: number; asked: boolean };
export type Link = { name: string; sellers: string[] };
export type Hub = { name: string; note: string; sellers: string[] };
export type Spec = { label: string; accounts: Account[]; links: Link[]; hubs: Hub[]; words: { nearer: string; further: string; whole: string } };
export type Drawing = { show(spec: Spec): void; point(id?: string): void; zoom(by: number): void; dispose(): void };

/**
 * Accounts and what ties them, as a picture. Everything in it stands in the list beside it, too: rows with `data-account` in
 * the same `.links-panel` light up their node. A click on a node tells the server, which may unfold it.
 */
class AssizeLinks extends HTMLElement {
  private drawing?: Drawing;
  private current?: Spec;
  private panel?: Element;
  private surface = document.createElement('div');
  private tools = document.createElement('div');
  private readonly redraw = () => { void this.draw(true); };
  private readonly dark = matchMedia('(prefers-color-scheme: dark)');
  private readonly follow = (event: Event) => this.drawing?.point((event.target as Element).closest<HTMLElement>('[data-account]')?.dataset.account);

  set spec(spec: Spec) {
    this.current = spec;
    if (this.isConnected) void this.draw(false);
  }

  connectedCallback() {
    this.surface.className = 'plot';
    this.surface.setAttribute('role', 'img');
    this.tools.className = 'links-tools';
    this.replaceChildren(this.surface, this.tools);
    window.addEventListener('assize-look', this.redraw);
    this.dark.addEventListener('change', this.redraw);
    this.panel = this.closest('.links-panel') ?? undefined;
    this.panel?.addEventListener('pointerover', this.follow);
    this.panel?.addEventListener('focusin', this.follow);
    void this.draw(true);
  }

  disconnectedCallback() {
    window.removeEventListener('assize-look', this.redraw);
    this.dark.removeEventListener('change', this.redraw);
    this.panel?.removeEventListener('pointerover', this.follow);
    this.panel?.removeEventListener('focusin', this.follow);
    this.drawing?.dispose();
    this.drawing = undefined;
  }

  private async draw(anew: boolean) {
    const spec = this.current;
    if (!spec) return;
    this.surface.setAttribute('aria-label', spec.label);
    const { draw } = await import('./links');
    if (!this.isConnected || spec !== this.current) return;
    if (anew) {
      this.drawing?.dispose();
      this.drawing = undefined;
    }
    if (this.drawing) {
      this.drawing.show(spec);
    } else {
      this.drawing = draw(this.surface, spec, (id) => this.dispatchEvent(new CustomEvent('assize-account', { detail: id })));
      this.tools.replaceChildren(
        this.tool('+', spec.words.nearer, () => this.drawing?.zoom(1.3)),
        this.tool('−', spec.words.further, () => this.drawing?.zoom(1 / 1.3)),
        this.tool('⤢', spec.words.whole, () => this.drawing?.zoom(0)));
    }
  }

  private tool(sign: string, name: string, act: () => void): HTMLElement {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = sign;
    button.title = name;
    button.setAttribute('aria-label', name);
    button.addEventListener('click', act);
    return button;
  }
}
customElements.define('assize-links', AssizeLinks);
