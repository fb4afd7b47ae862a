// One of a few buttons: the one pressed shows at once, before the server has heard of it, so that keys may follow as fast as
// a person types; the server says the same a moment later.
document.addEventListener('click', (event) => {
  const pressed = (event.target as HTMLElement | null)?.closest?.('.choice > button');
  pressed?.parentElement?.querySelectorAll(':scope > button').forEach((button) => button.setAttribute('aria-pressed', String(button === pressed)));
}, { capture: true });
