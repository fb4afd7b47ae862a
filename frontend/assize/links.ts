// From accounts and what they share to Cytoscape, in the colours of the tokens. Of equal accounts the picture is equal.
import cytoscape, { type Core, type ElementDefinition } from 'cytoscape';
import { colours } from './colour';
import { iconSvg } from './icon';
import { arrange, type Place } from './arrange';
import type { Account, Drawing, Spec } from './links-element';

const HUB = 148;
const icons = { fraud: 'flag', legitimate: 'legitimate', open: 'inbox', none: 'seller' } as const;

const short = (name: string) => ([...name].length > 18 ? `${[...name].slice(0, 17).join('')}…` : name);
const within = (low: number, value: number, high: number) => Math.max(low, Math.min(high, value));

/** Edges of a picture: two accounts share an edge that says what; three or more meet in a joint that says it once. */
function parts(spec: Spec): { joints: { id: string; name: string; ends: string[] }[]; edges: { id: string; name: string; ends: string[] }[] } {
  const bySellers = new Map<string, { names: Set<string>; ends: string[] }>();
  for (const link of spec.links) {
    const key = link.sellers.join('\u001f');
    const one = bySellers.get(key) ?? { names: new Set(), ends: link.sellers };
    one.names.add(link.name);
    bySellers.set(key, one);
  }
  const all = [...bySellers].map(([key, one]) => ({ id: `shared:${key}`, name: [...one.names].join(' · '), ends: one.ends }));
  return { joints: all.filter((one) => one.ends.length > 2), edges: all.filter((one) => one.ends.length === 2) };
}

function extent(spots: Place[]): [number, number] {
  const [xs, ys] = [spots.map((spot) => spot.x), spots.map((spot) => spot.y)];
  return [Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys)];
}

export function draw(surface: HTMLElement, first: Spec, tell: (id: string) => void): Drawing {
  const colour = colours(surface);
  const [text, quiet, edge, ground, raised, accent] = ['text', 'text-secondary', 'control-edge', 'surface', 'surface-raised', 'focus'].map(colour);
  const ink = { fraud: colour('verdict-fraud'), legitimate: colour('verdict-legitimate'), open: colour('accent-text'), none: quiet };
  const fill = { fraud: colour('verdict-fraud-soft'), legitimate: colour('verdict-legitimate-soft'), open: colour('accent-soft'), none: ground };
  const font = getComputedStyle(surface).fontFamily;
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;

  function icon(mark: Account['mark']): string {
    const svg = iconSvg(icons[mark]);
    svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
    svg.setAttribute('width', '24');
    svg.setAttribute('height', '24');
    svg.setAttribute('stroke', ink[mark]);
    svg.setAttribute('stroke-width', '2');
    return `data:image/svg+xml;utf8,${encodeURIComponent(svg.outerHTML)}`;
  }
  const pen = document.createElement('canvas').getContext('2d')!;
  pen.font = `10px ${font}`;
  /** Room for a name of at most so many pixels a line, in the size that joints and hubs are written in. */
  const room = (name: string, line = 400) => {
    const long = pen.measureText(name).width;
    return { width: Math.min(long * 1.04, line) + 10, height: 14 * Math.ceil((long * 1.1) / line) + 4 };
  };
  const drawn = Object.fromEntries((Object.keys(icons) as Account['mark'][]).map((mark) => [mark, icon(mark)]));

  const cy: Core = cytoscape({
    container: surface,
    layout: { name: 'preset' },
    userZoomingEnabled: false, boxSelectionEnabled: false, autounselectify: true, autoungrabify: true, minZoom: 0.25, maxZoom: 2,
    style: [
      { selector: 'node', style: { 'z-index-compare': 'manual', 'font-family': font, 'font-size': 11, color: text, label: 'data(name)', 'text-wrap': 'ellipsis', 'text-max-width': '86px' } },
      { selector: '.account', style: {
        shape: 'ellipse', width: 'data(width)', height: 'data(width)', 'background-color': 'data(fill)', 'border-color': 'data(ink)', 'border-width': 1.5,
        'background-image': 'data(icon)', 'background-width': '14px', 'background-height': '14px', 'background-clip': 'none',
        'text-valign': 'bottom', 'text-margin-y': 4, 'text-background-color': ground, 'text-background-opacity': 0.85, 'text-background-padding': '1px', 'line-height': 1.2 } },
      // the shape says it, too, for who does not tell the colours apart
      { selector: '.fraud', style: { shape: 'octagon', 'border-width': 2 } },
      { selector: '.open', style: { shape: 'round-rectangle' } },
      { selector: '.none', style: { 'border-style': 'dashed' } },
      { selector: '.asked', style: { 'underlay-color': accent, 'underlay-opacity': 0.22, 'underlay-padding': 7, 'underlay-shape': 'ellipse', 'font-weight': 600 } },
      { selector: '.more', style: { 'border-style': 'double', 'border-width': 4, cursor: 'pointer' } as never },
      { selector: '.joint', style: {
        shape: 'round-rectangle', width: 'data(width)', height: 'data(height)', 'background-color': raised, 'border-color': edge, 'border-width': 1, color: quiet, 'font-size': 10,
        'text-valign': 'center', 'text-halign': 'center', 'text-max-width': '400px' } },
      { selector: '.hub', style: {
        shape: 'round-rectangle', width: 'data(width)', height: 'data(height)', 'background-color': ground, 'border-color': edge, 'border-width': 1, 'border-style': 'dashed', color: quiet,
        'font-size': 10, 'text-valign': 'center', 'text-halign': 'center', 'text-wrap': 'wrap', 'text-max-width': `${HUB}px`, 'line-height': 1.25 } },
      { selector: 'edge', style: {
        // a word about what is shared is never hidden behind a node
        'z-index-compare': 'manual', 'z-index': 1,
        width: 1.25, 'line-color': edge, 'curve-style': 'bezier', 'font-family': font, 'font-size': 10, color: quiet, label: 'data(name)', 'text-wrap': 'wrap', 'text-max-width': '84px',
        'text-background-color': ground, 'text-background-opacity': 0.92, 'text-background-padding': '2px' } },
      { selector: '.to-hub', style: { 'z-index': -1, 'line-style': 'dashed', 'line-dash-pattern': [2, 4], 'line-color': edge, 'line-opacity': 0.6, width: 1, 'curve-style': 'straight' } },
      { selector: '.faint', style: { opacity: 0.32 } },
      { selector: '.pointed', style: { 'underlay-color': accent, 'underlay-opacity': 0.35, 'underlay-padding': 6, 'underlay-shape': 'ellipse' } },
    ],
  });

  const places = new Map<string, Place>();
  const scale = { x: 0, y: 0 };

  function show(spec: Spec) {
    const { joints, edges } = parts(spec);
    const before = places.size;
    arrange(
      [...spec.accounts.map((account) => account.id), ...joints.map((joint) => joint.id)],
      [...edges.map(({ ends }) => ({ ends: [ends[0], ends[1]] as [string, string], length: 1.2 })),
        ...joints.flatMap((joint) => joint.ends.map((end) => ({ ends: [joint.id, end] as [string, string], length: 0.85 })))],
      places);
    if (!before) {
      // the first picture fills its surface; what comes later keeps its measure, so that nothing moves
      const [wide, high] = extent([...places.values()]);
      scale.x = within(58, (surface.clientWidth - 130) / Math.max(wide, 0.5), 190);
      scale.y = within(50, (surface.clientHeight - 80 - (spec.hubs.length ? 64 : 0)) / Math.max(high, 0.5), 130);
    }
    const at = (id: string) => ({ x: places.get(id)!.x * scale.x, y: places.get(id)!.y * scale.y });
    // hubs connect nobody: they stand below the picture and hold nothing together
    const spots = [...places.keys()].map(at);
    const lowest = Math.max(...spots.map((spot) => spot.y));
    const middle = (Math.min(...spots.map((spot) => spot.x)) + Math.max(...spots.map((spot) => spot.x))) / 2;
    const elements: ElementDefinition[] = [
      ...spec.accounts.map((account) => ({
        group: 'nodes' as const,
        data: { id: account.id, name: account.beyond ? `${short(account.name)} +${account.beyond}` : account.name, width: 24 + 22 * account.size, ink: ink[account.mark], fill: fill[account.mark], icon: drawn[account.mark], beyond: account.beyond },
        classes: `account ${account.mark} ${account.asked ? 'asked' : ''} ${account.beyond ? 'more' : ''}`, position: at(account.id) })),
      ...joints.map((joint) => ({ group: 'nodes' as const, data: { id: joint.id, name: joint.name, ...room(joint.name) }, classes: 'joint', position: at(joint.id) })),
      ...edges.map((one) => ({ group: 'edges' as const, data: { id: one.id, name: one.name, source: one.ends[0], target: one.ends[1] } })),
      ...joints.flatMap((joint) => joint.ends.map((end) => ({ group: 'edges' as const, data: { id: `${joint.id}>${end}`, name: '', source: joint.id, target: end } }))),
      ...spec.hubs.map((hub, index) => ({
        group: 'nodes' as const, data: { id: `hub:${hub.name}:${hub.sellers.join()}`, name: hub.name, ...room(hub.name, HUB) }, classes: 'hub',
        position: { x: middle + (index - (spec.hubs.length - 1) / 2) * (HUB + 28), y: lowest + 84 } })),
      ...spec.hubs.flatMap((hub) => hub.sellers.map((end) => ({
        group: 'edges' as const, data: { id: `hub:${hub.name}:${end}`, name: '', source: `hub:${hub.name}:${hub.sellers.join()}`, target: end }, classes: 'to-hub' }))),
    ];
    cy.batch(() => {
      const wanted = new Map(elements.map((element) => [element.data.id as string, element]));
      cy.elements().filter((element) => !wanted.has(element.id())).remove();
      for (const [id, element] of wanted) {
        const present = cy.getElementById(id);
        if (present.empty()) cy.add(element);
        else {
          present.data(element.data);
          present.classes(element.classes ?? '');
          if (element.position) present.position(element.position);
        }
      }
    });
    whole(before > 0);
  }

  /** The whole picture into sight, no larger than life; nodes that were there stay where they were within it. */
  function whole(moving: boolean) {
    const box = cy.elements().boundingBox({ includeLabels: true });
    const zoom = Math.min(1.15, (surface.clientWidth - 24) / box.w, (surface.clientHeight - 20) / box.h);
    const pan = { x: (surface.clientWidth - zoom * (box.x1 + box.x2)) / 2, y: (surface.clientHeight - zoom * (box.y1 + box.y2)) / 2 };
    if (moving && !still) cy.animate({ zoom, pan }, { duration: 150, easing: 'ease-out' });
    else cy.viewport({ zoom, pan });
  }

  function point(id?: string) {
    cy.batch(() => {
      cy.elements().removeClass('faint pointed');
      const node = id ? cy.getElementById(id) : cy.collection();
      if (node.empty()) return;
      const near = node.closedNeighborhood();
      const round = near.union(near.filter('.joint').closedNeighborhood());
      cy.elements().difference(round).addClass('faint');
      node.addClass('pointed');
    });
  }

  cy.on('tap', '.account', (event) => tell(event.target.id()));
  cy.on('mouseover', '.account', (event) => {
    point(event.target.id());
    surface.style.cursor = event.target.hasClass('more') ? 'pointer' : '';
  });
  cy.on('mouseout', '.account', () => { point(); surface.style.cursor = ''; });
  show(first);
  let width = surface.clientWidth;
  const watch = new ResizeObserver(() => {
    cy.resize();
    if (surface.clientWidth !== width) {
      width = surface.clientWidth;
      whole(false);
    }
  });
  watch.observe(surface);
  return {
    show, point,
    zoom(by) {
      if (by) cy.zoom({ level: cy.zoom() * by, renderedPosition: { x: surface.clientWidth / 2, y: surface.clientHeight / 2 } });
      else whole(true);
    },
    dispose() { watch.disconnect(); cy.destroy(); },
  };
}
