// A row of buttons with their keys, to the server one element.
type Entry = { id: string; text: string; key: string; shown: string };

class AssizeActs extends HTMLElement {
  set entries(entries: Entry[]) {
    this.replaceChildren(...entries.map((entry) => {
      const button = document.createElement('vaadin-button');
      button.setAttribute('theme', 'tertiary small');
      button.dataset.key = entry.key;
      const key = Object.assign(document.createElement('kbd'), { className: 'single', slot: 'suffix', ariaHidden: 'true', textContent: entry.shown });
      button.append(entry.text, key);
      button.addEventListener('click', () => this.dispatchEvent(new CustomEvent('assize-chosen', { detail: entry.id })));
      return button;
    }));
  }
}
customElements.define('assize-acts', AssizeActs);
