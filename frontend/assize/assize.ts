// One entry: type, tokens, and the small elements the Java building blocks in org.assize.platform.ui speak to.
import '@fontsource-variable/inter/index.css';
import '@fontsource-variable/jetbrains-mono/index.css';
import './assize.css';
import './workbench.css';
import './policies.css';
import './lists.css';
import './icon';
import './text';
import './keys';
import './search';
import './countdown';
import './sparkline';
import './range';
import './lease';
import './mentions';
import './acts';
import './picks';
import './menu';
import './chart-element';
import './links-element';

// Vaadin's own notice of a lost connection stands outside of every landmark; said to be a status, it may.
new MutationObserver((_, observer) => {
  const indicator = document.querySelector('vaadin-connection-indicator');
  if (indicator) {
    indicator.setAttribute('role', 'status');
    observer.disconnect();
  }
}).observe(document.body, { childList: true });

// The list of a combo box has the name of its field; Vaadin leaves it without one.
document.addEventListener('focusin', (event) => {
  const box = (event.target as HTMLElement | null)?.closest?.<HTMLElement & { label?: string }>('vaadin-combo-box, vaadin-multi-select-combo-box');
  if (!box || 'named' in box.dataset) return;
  box.dataset.named = '';
  const name = () => box.querySelector('[role=listbox]:not([aria-label])')?.setAttribute('aria-label', box.label || box.getAttribute('aria-label') || '');
  // the list is made when it is first needed, which may be long after the key that asked for it
  new MutationObserver(name).observe(box, { childList: true, subtree: true });
  name();
});
