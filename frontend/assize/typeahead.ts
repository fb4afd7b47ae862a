// Keys that come while the page still does what was asked a moment before (a dialog on its way in or out, the next view on its
// way here) are kept, and pressed again in their order once it stands still: nobody types to the rhythm of a connection. They
// would else be lost, or, worse, mean something else to the page that is about to go.
type Client = { isActive?: () => boolean };
type Floating = HTMLElement & { opened?: boolean };

const MOST = 200;
const LONGEST_MS = 10_000;
/** So long the cursor may take to arrive in what has opened. */
const CURSOR_MS = 400;

/** What was typed, and on which page. */
let kept: { key: string; page: string }[] = [];
let waiting = false;
let since = 0;
let quiet = 0;
/** The dialog that was sent: while it stays, because something is wrong with it, what was typed after it was meant for elsewhere. */
let sent: Element | undefined;

const flow = (): { clients?: Record<string, Client>; navigation?: boolean } => (window as any).Vaadin?.Flow ?? {};
// the next view is drawn before the router of the browser has arrived at it: who leads it elsewhere in between confuses it
const busy = () => flow().navigation === true || Object.values(flow().clients ?? {}).some((client) => client.isActive?.());
const moving = () => document.querySelector('vaadin-dialog:is([opening], [closing])') !== null;
const floating = () => [...document.querySelectorAll<Floating>('vaadin-dialog[opened]')].at(-1);

function active(): Element {
  let at = document.activeElement ?? document.body;
  while (at.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return at;
}
const hasCursor = () => !floating() || floating()!.contains(document.activeElement);

/** What is written, or moves between places, or is sent; of the rest the browser knows more than we could repeat. */
function repeatable(event: KeyboardEvent): string | undefined {
  if (event.isComposing || event.altKey) return undefined;
  if (event.ctrlKey || event.metaKey) return event.key === 'Enter' ? 'Ctrl+Enter' : undefined;
  return event.key.length === 1 || /^(Enter|Escape|Backspace)$/.test(event.key) ? event.key : undefined;
}

window.addEventListener('keydown', (event) => {
  if (!event.isTrusted || !(waiting || kept.length || moving())) return;
  const key = repeatable(event);
  if (!key) {
    // it must not overtake what was typed before it: that goes first, where it can go already
    if (kept.length && !/^(Shift|Control|Alt|Meta)$/.test(event.key)) {
      if (busy() || moving() || !hasCursor()) event.preventDefault();
      else deliver();
    }
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!event.repeat && kept.length < MOST) kept.push({ key, page: location.pathname });
  if (!waiting) wait();
}, { capture: true });

/** From now on keys are kept, until the server has answered and nothing moves. */
export function wait() {
  since = performance.now();
  quiet = 0;
  if (!waiting) {
    waiting = true;
    requestAnimationFrame(look);
  }
}

function look() {
  if (!waiting) return;
  const now = performance.now();
  quiet = busy() || moving() ? 0 : quiet + 1;
  // what the click set off is sent a moment after it, and an answer may ask for more: two frames in a row say that it is over
  const still = quiet >= 2 && (hasCursor() || now - since > CURSOR_MS);
  if (!still && now - since < LONGEST_MS) {
    requestAnimationFrame(look);
    return;
  }
  if (!still || (sent && floating() === sent)) kept = [];
  // led nowhere, and will not any more
  if (!still) delete flow().navigation;
  sent = undefined;
  deliver();
}

function deliver() {
  waiting = false;
  while (kept.length && !waiting) press(kept.shift()!);
}

function press({ key, page }: { key: string; page: string }) {
  const at = active() as HTMLElement;
  const writes = at.isContentEditable || at.matches('textarea, input:not([type=checkbox], [type=radio], [type=button], [type=submit], [type=range])');
  if (key.length === 1 && writes) {
    document.execCommand('insertText', false, key);
    return;
  }
  if (key === 'Backspace') {
    if (writes) document.execCommand('delete');
    return;
  }
  // a verdict on a case that nobody has seen yet is none
  if (key === 'Ctrl+Enter' && !floating() && page !== location.pathname) return;
  const event = new KeyboardEvent('keydown', {
    key: key.replace('Ctrl+', ''), ctrlKey: key.startsWith('Ctrl+'), shiftKey: /^[A-Z]$/.test(key), bubbles: true, composed: true, cancelable: true,
  });
  if (at.dispatchEvent(event) && !event.ctrlKey) {
    if (key === 'Enter' && at.matches('textarea')) document.execCommand('insertText', false, '\n');
    else if ((key === 'Enter' && at.matches('a, button')) || (key === ' ' && at.matches('button, input'))) at.click();
  }
}

// Buttons and links lead somewhere; what is chosen in place does not, and is followed by other keys as fast as they come.
document.addEventListener('click', (event) => {
  const target = (event.target as HTMLElement | null)?.closest?.<HTMLElement>('vaadin-button, button, a[href]');
  if (!target || target.matches('[aria-pressed], [role=tab], [target], [download]')) return;
  if (target.dataset.key === 'Ctrl+Enter') sent = target.closest('vaadin-dialog') ?? undefined;
  wait();
}, { capture: true });

// The server leads to the next case by itself; an address that is only kept up with what is on the page leads nowhere.
window.addEventListener('vaadin-navigate', (event) => { if (!(event as CustomEvent).detail?.replace) wait(); });
