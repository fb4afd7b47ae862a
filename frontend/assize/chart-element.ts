// What the server talks to. The drawing (ECharts, 500 kB) is fetched when the first chart comes on screen.
export type Axis = { type: 'time' | 'value' | 'category'; name: string; format: 'number' | 'percent' | 'time' | 'text'; decimals: number; min?: number; max?: number };
export type Point = { x: number | string; y: number; low?: number; high?: number; note?: string };
export type Series = { name: string; points: Point[]; shape: 'line' | 'bar' | 'dots' | 'guide'; tone?: string };
export type Mark = { axis: 'x' | 'y'; at: number | string; label: string };
export type Spec = { label: string; x: Axis; y: Axis; series: Series[]; marks: Mark[]; stacked: boolean; sideways: boolean; clickable: boolean; table: string; legend: boolean };

export const language = () => document.documentElement.lang || navigator.language;

export function format(axis: Axis, value: number | string): string {
  if (typeof value === 'string' && axis.format !== 'time') return value;
  if (axis.format === 'time') return new Intl.DateTimeFormat(language(), { dateStyle: 'medium' }).format(new Date(value));
  const digits = { minimumFractionDigits: 0, maximumFractionDigits: axis.decimals };
  return axis.format === 'percent'
    ? `${new Intl.NumberFormat(language(), digits).format(Number(value) * 100)} %`
    : new Intl.NumberFormat(language(), digits).format(Number(value));
}

/** A chart and, for those who would rather read or can not see it, the same as a table. */
class AssizeChart extends HTMLElement {
  private drawn?: { dispose(): void };
  private current?: Spec;
  private readonly redraw = () => { void this.draw(); };
  private readonly dark = matchMedia('(prefers-color-scheme: dark)');

  set spec(spec: Spec) {
    this.current = spec;
    if (this.isConnected) void this.draw();
  }

  connectedCallback() {
    window.addEventListener('assize-look', this.redraw);
    this.dark.addEventListener('change', this.redraw);
    void this.draw();
  }

  disconnectedCallback() {
    window.removeEventListener('assize-look', this.redraw);
    this.dark.removeEventListener('change', this.redraw);
    this.drawn?.dispose();
    this.drawn = undefined;
  }

  private async draw() {
    const spec = this.current;
    if (!spec) return;
    const { plot } = await import('./chart');
    if (!this.isConnected || spec !== this.current) return;
    this.drawn?.dispose();
    const surface = document.createElement('div');
    surface.className = 'plot';
    surface.setAttribute('role', 'img');
    surface.setAttribute('aria-label', spec.label);
    this.replaceChildren(surface, this.table(spec));
    this.drawn = plot(surface, spec, (series, index) => this.tell(series, index));
  }

  private tell(series: number, index: number) {
    this.dispatchEvent(new CustomEvent('assize-point', { detail: { series, index } }));
  }

  private table(spec: Spec): HTMLElement {
    const details = document.createElement('details');
    const summary = document.createElement('summary');
    summary.textContent = spec.table;
    const frame = document.createElement('div');
    frame.className = 'data';
    frame.tabIndex = 0;
    frame.setAttribute('role', 'region');
    frame.setAttribute('aria-label', spec.label);
    details.append(summary, frame);
    details.addEventListener('toggle', () => {
      if (details.open && !frame.firstChild) frame.append(this.rows(spec));
    });
    return details;
  }

  private rows(spec: Spec): HTMLTableElement {
    const table = document.createElement('table');
    const shown = spec.series.map((series, index) => ({ series, index })).filter(({ series }) => series.shape !== 'guide');
    const head = table.createTHead().insertRow();
    for (const name of [spec.x.name, ...shown.map(({ series }) => series.name)]) {
      const cell = document.createElement('th');
      cell.scope = 'col';
      cell.textContent = name;
      head.append(cell);
    }
    const places = [...new Set(shown.flatMap(({ series }) => series.points.map((point) => point.x)))];
    const body = table.createTBody();
    for (const place of places) {
      const row = body.insertRow();
      const name = document.createElement('th');
      name.scope = 'row';
      name.textContent = format(spec.x, place);
      row.append(name);
      for (const { series, index } of shown) {
        const at = series.points.findIndex((point) => point.x === place);
        const point = series.points[at];
        const cell = row.insertCell();
        if (!point) continue;
        const text = format(spec.y, point.y)
          + (point.low === undefined || point.high === undefined ? '' : ` (${format(spec.y, point.low)}–${format(spec.y, point.high)})`);
        if (spec.clickable) {
          const button = document.createElement('button');
          button.className = 'as-link';
          button.textContent = text;
          button.addEventListener('click', () => this.tell(index, at));
          cell.append(button);
        } else {
          cell.textContent = text;
        }
      }
    }
    return table;
  }
}
customElements.define('assize-chart', AssizeChart);
