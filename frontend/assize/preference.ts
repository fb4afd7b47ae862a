// How a person likes it, kept in one cookie that the server also reads, so that the first paint is already right.
export const names = ['theme', 'density', 'rail', 'keys', 'pictures'] as const;
export type Preference = (typeof names)[number];

export function preference(name: Preference, value: string) {
  document.documentElement.dataset[name] = value;
  const kept = names.map((each) => `${each}:${document.documentElement.dataset[each] ?? ''}`).filter((pair) => !pair.endsWith(':')).join('.');
  const language = /(?:^|; )assize-look=[^;]*?(language:[\w-]+)/.exec(document.cookie)?.[1];
  document.cookie = `assize-look=${[kept, language].filter(Boolean).join('.')}; Path=/; Max-Age=31536000; SameSite=Lax` + (location.protocol === 'https:' ? '; Secure' : '');
  window.dispatchEvent(new CustomEvent('assize-look', { detail: { name, value } }));
  // so that it goes with the person, not only with this browser
  document.querySelector('assize-shortcuts')?.dispatchEvent(new CustomEvent('assize-look', { detail: { name, value } }));
}

Object.assign(window, { assizePreference: preference });
