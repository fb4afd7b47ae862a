// Where nodes stand: stress majorization (Gansner, Koren and North 2004, "Graph Drawing by Stress Majorization"), which has
// no chance in it. Nodes that have a place keep it; those that come later find theirs around them.
export type Place = { x: number; y: number };
export type Tie = { ends: [string, string]; length: number };

const ROUNDS = 240;
const GOLDEN = Math.PI * (3 - Math.sqrt(5));

/** Adds to `places` those that have none, in units of tie length, and drops those that are gone. */
export function arrange(ids: string[], ties: Tie[], places: Map<string, Place>): void {
  const kept = new Set(ids.filter((id) => places.has(id)));
  [...places.keys()].filter((id) => !ids.includes(id)).forEach((id) => places.delete(id));
  const far = distances(ids, ties);
  ids.forEach((id, index) => {
    if (kept.has(id)) return;
    // beside the nearest that has a place, each at an angle of its own
    const near = ids.reduce((best, other, at) => (places.has(other) && far[index][at] < (best < 0 ? Infinity : far[index][best]) ? at : best), -1);
    const from = near < 0 ? { x: 0, y: 0 } : places.get(ids[near])!;
    const angle = index * GOLDEN;
    const away = near < 0 ? 0 : far[index][near];
    places.set(id, { x: from.x + away * Math.cos(angle), y: from.y + away * Math.sin(angle) });
  });
  for (let round = 0; round < ROUNDS; round++) {
    ids.forEach((id, index) => {
      if (kept.has(id)) return;
      const here = places.get(id)!;
      let [x, y, weight] = [0, 0, 0];
      ids.forEach((other, at) => {
        if (at === index) return;
        const there = places.get(other)!;
        const wanted = far[index][at];
        const w = 1 / (wanted * wanted);
        const apart = Math.hypot(here.x - there.x, here.y - there.y) || 1e-6;
        x += w * (there.x + (wanted * (here.x - there.x)) / apart);
        y += w * (there.y + (wanted * (here.y - there.y)) / apart);
        weight += w;
      });
      if (weight) places.set(id, { x: x / weight, y: y / weight });
    });
  }
  if (!kept.size) level(ids, places);
}

/** Lengths of the shortest ways; who hangs together with nobody is a little farther than everybody else. */
function distances(ids: string[], ties: Tie[]): number[][] {
  const place = new Map(ids.map((id, index) => [id, index]));
  const far = ids.map((_, index) => ids.map((__, other) => (index === other ? 0 : Infinity)));
  for (const { ends: [a, b], length } of ties) {
    const [i, j] = [place.get(a), place.get(b)];
    if (i === undefined || j === undefined) continue;
    far[i][j] = far[j][i] = Math.min(far[i][j], length);
  }
  for (let k = 0; k < ids.length; k++) for (let i = 0; i < ids.length; i++) for (let j = 0; j < ids.length; j++) {
    if (far[i][k] + far[k][j] < far[i][j]) far[i][j] = far[i][k] + far[k][j];
  }
  const most = Math.max(1, ...far.flat().filter(Number.isFinite));
  return far.map((row) => row.map((length) => (Number.isFinite(length) ? length : most + 1)));
}

/** Turns the picture so that its long side lies level: screens are wide. The first node comes to the left. */
function level(ids: string[], places: Map<string, Place>) {
  const all = ids.map((id) => places.get(id)!);
  const [mx, my] = [all.reduce((sum, p) => sum + p.x, 0) / all.length, all.reduce((sum, p) => sum + p.y, 0) / all.length];
  let [xx, yy, xy] = [0, 0, 0];
  for (const p of all) {
    xx += (p.x - mx) ** 2;
    yy += (p.y - my) ** 2;
    xy += (p.x - mx) * (p.y - my);
  }
  const turn = -0.5 * Math.atan2(2 * xy, xx - yy);
  const first = places.get(ids[0])!;
  const mirrored = (first.x - mx) * Math.cos(turn) - (first.y - my) * Math.sin(turn) > 0 ? -1 : 1;
  for (const id of ids) {
    const p = places.get(id)!;
    const [x, y] = [p.x - mx, p.y - my];
    places.set(id, { x: mirrored * (x * Math.cos(turn) - y * Math.sin(turn)), y: x * Math.sin(turn) + y * Math.cos(turn) });
  }
}
