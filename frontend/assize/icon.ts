import { ArrowLeft, Ban, Bell, Brain, Check, ChevronDown, ChevronRight, CircleHelp, CircleSlash, Clock, Copy, Download, ExternalLink, Eye, EyeOff,
  FileText, Filter, Flag, FlaskConical, Gavel, History, House, Inbox, Info, Keyboard, Languages, Layers, Link, ListChecks, Lock, LogOut, Monitor,
  Moon, Network, PanelLeft, Pause, Pencil, Play, Plus, RefreshCw, Rows3, Rows4, Scale, Search, Shield, ShieldCheck, Sun, Tag, Trash2, TrendingUp,
  TriangleAlert, Undo2, Upload, User, UserPlus, Users, X, ChartNoAxesColumn, Plug, Sparkles, Package, Store, CircleCheck } from 'lucide';

type Node = [string, Record<string, string | number>];
const icons: Record<string, Node[]> = {
  'arrow-left': ArrowLeft, ban: Ban, bell: Bell, brain: Brain, check: Check, 'chevron-down': ChevronDown, 'chevron-right': ChevronRight,
  help: CircleHelp, inconclusive: CircleSlash, clock: Clock, copy: Copy, download: Download, external: ExternalLink, eye: Eye, 'eye-off': EyeOff,
  document: FileText, filter: Filter, flag: Flag, flask: FlaskConical, gavel: Gavel, history: History, home: House, inbox: Inbox, info: Info,
  keyboard: Keyboard, languages: Languages, layers: Layers, link: Link, checklist: ListChecks, lock: Lock, 'sign-out': LogOut, monitor: Monitor,
  moon: Moon, network: Network, panel: PanelLeft, pause: Pause, pencil: Pencil, play: Play, plus: Plus, refresh: RefreshCw, 'rows-3': Rows3,
  'rows-4': Rows4, scale: Scale, search: Search, shield: Shield, 'shield-check': ShieldCheck, sun: Sun, tag: Tag, trash: Trash2,
  trend: TrendingUp, warning: TriangleAlert, undo: Undo2, upload: Upload, user: User, 'user-plus': UserPlus, users: Users, cross: X,
  chart: ChartNoAxesColumn, plug: Plug, pattern: Sparkles, order: Package, seller: Store, legitimate: CircleCheck,
} as unknown as Record<string, Node[]>;

export function iconSvg(name: string): SVGElement {
  const ns = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(ns, 'svg');
  for (const [key, value] of Object.entries({ viewBox: '0 0 24 24', fill: 'none', stroke: 'currentColor', 'stroke-width': '1.75', 'stroke-linecap': 'round', 'stroke-linejoin': 'round', 'aria-hidden': 'true' })) {
    svg.setAttribute(key, value);
  }
  for (const [tag, attributes] of icons[name] ?? []) {
    const part = document.createElementNS(ns, tag);
    Object.entries(attributes).forEach(([key, value]) => part.setAttribute(key, String(value)));
    svg.append(part);
  }
  return svg;
}

/** A decorative line icon by name; the words stand beside it or in the aria-label of what holds it. */
class AssizeIcon extends HTMLElement {
  static observedAttributes = ['name'];
  attributeChangedCallback() {
    this.replaceChildren(iconSvg(this.getAttribute('name') ?? ''));
  }
}
customElements.define('assize-icon', AssizeIcon);
