// One entry: type, tokens, and the small elements the Java building blocks in org.assize.platform.ui speak to.
import '@fontsource-variable/inter/index.css';
import '@fontsource-variable/jetbrains-mono/index.css';
import './assize.css';
import './icon';
import './text';
import './keys';
import './sparkline';
import './chart-element';
