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
import './choice';
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
