// From the plain description of a chart to ECharts, in the colours of the tokens.
import { BarChart, CustomChart, LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent, LegendComponent, MarkLineComponent, TitleComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { colours } from './colour';
import { format, language, type Axis, type Point, type Spec } from './chart-element';

use([BarChart, CustomChart, LineChart, ScatterChart, GridComponent, LegendComponent, MarkLineComponent, TitleComponent, TooltipComponent, SVGRenderer]);

const short = (value: number) => new Intl.NumberFormat(language(), { notation: 'compact', maximumFractionDigits: 2 }).format(value);

export function plot(surface: HTMLElement, spec: Spec, tell: (series: number, index: number) => void) {
  const colour = colours(surface);
  const series = ['series-1', 'series-2', 'series-3', 'series-4', 'series-5'].map(colour);
  const [text, quiet, line, raised] = ['text', 'text-secondary', 'hairline', 'surface-raised'].map(colour);
  const font = getComputedStyle(surface).fontFamily;
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;

  const axis = (of: Axis, horizontal: boolean) => ({
    type: of.type, name: horizontal ? of.name : '', nameLocation: 'middle', nameGap: 26,
    nameTextStyle: { color: quiet, fontSize: 12, fontFamily: font },
    min: of.min, max: of.max, scale: of.type === 'value' && horizontal,
    axisLine: { show: horizontal, lineStyle: { color: line } }, axisTick: { show: false },
    splitLine: { show: !horizontal, lineStyle: { color: line } }, minorSplitLine: { show: false },
    axisLabel: {
      color: quiet, fontSize: 12, fontFamily: font, hideOverlap: true,
      formatter: of.type === 'time' || of.type === 'category' ? undefined : (value: number) => (of.format === 'percent' ? format(of, value) : Math.abs(value) >= 10_000 ? short(value) : format(of, value)),
    },
  });

  // Bands are drawn first, as one polygon per series, so that they lie under every line and need no stacking tricks.
  const bands = spec.series.flatMap((of, at) => of.points.some((point) => point.low !== undefined) && of.shape === 'line' ? [{
    type: 'custom', silent: true, z: 1, tooltip: { show: false }, data: [[of.points[0].x, of.points[0].y]], name: `${of.name} `,
    renderItem: (_: unknown, api: any) => {
      const known = of.points.filter((point) => point.low !== undefined && point.high !== undefined);
      const corner = (point: Point, value: number) => api.coord([point.x, value]);
      return { type: 'polygon', shape: { points: [...known.map((point) => corner(point, point.high!)), ...[...known].reverse().map((point) => corner(point, point.low!))] },
        style: { fill: tone(at), opacity: 0.14 } };
    },
  }] : []);

  function tone(at: number): string {
    const named = spec.series[at].tone;
    return named ? colour(named) : series[spec.series.slice(0, at).filter((other) => other.shape !== 'guide').length % series.length];
  }

  const whiskers = spec.series.flatMap((of, at) => of.shape === 'dots' && of.points.some((point) => point.low !== undefined) ? [{
    type: 'custom', silent: true, z: 2, tooltip: { show: false }, name: `${of.name} `, data: of.points.map((point) => [point.x, point.low, point.high]),
    renderItem: (_: unknown, api: any) => {
      const low = api.coord([api.value(0), api.value(1)]);
      const high = api.coord([api.value(0), api.value(2)]);
      return { type: 'line', shape: { x1: low[0], y1: low[1], x2: high[0], y2: high[1] }, style: { stroke: tone(at), lineWidth: 1, opacity: 0.6 } };
    },
  }] : []);

  const drawn = spec.series.map((of, at) => ({
    type: of.shape === 'bar' ? 'bar' : of.shape === 'dots' ? 'scatter' : 'line', id: String(at), name: of.name, z: of.shape === 'guide' ? 1 : 3,
    data: of.points.map((point) => (spec.sideways ? [point.y, point.x] : [point.x, point.y])),
    stack: spec.stacked && of.shape === 'bar' ? 'one' : undefined, silent: of.shape === 'guide', tooltip: { show: of.shape !== 'guide' },
    showSymbol: of.shape === 'line' && of.points.length <= 12, symbol: 'circle', symbolSize: of.shape === 'dots' ? 8 : 5, barMaxWidth: spec.sideways ? 14 : 28, barCategoryGap: spec.x.type === 'category' ? '24%' : '8%',
    lineStyle: of.shape === 'guide' ? { color: quiet, width: 1, type: [4, 4] } : { color: tone(at), width: 1.75 },
    itemStyle: { color: of.shape === 'guide' ? quiet : tone(at), borderRadius: of.shape === 'bar' ? (spec.sideways ? [0, 2, 2, 0] : [2, 2, 0, 0]) : 0 },
    cursor: spec.clickable ? 'pointer' : 'default', emphasis: { focus: 'none' },
    markLine: at === 0 && spec.marks.length ? {
      symbol: 'none', silent: true, lineStyle: { color: text, type: 'solid', width: 1 }, label: { color: text, fontSize: 12, fontFamily: font, formatter: (mark: any) => mark.name },
      data: spec.marks.map((mark) => ({ name: mark.label, label: { position: mark.axis === 'x' ? 'end' : 'insideEndTop' }, [mark.axis === 'x' ? 'xAxis' : 'yAxis']: mark.at })),
    } : undefined,
  }));

  const chart = init(surface, null, { renderer: 'svg' });
  const across = axis(spec.sideways ? spec.y : spec.x, true);
  const up = axis(spec.sideways ? spec.x : spec.y, false);
  chart.setOption({
    animation: !still, animationDuration: 150, animationDurationUpdate: 150, textStyle: { fontFamily: font, color: text },
    title: { text: spec.sideways ? '' : spec.y.name, left: 0, top: spec.legend ? 18 : 0, padding: 0, textStyle: { color: quiet, fontSize: 12, fontWeight: 400, fontFamily: font } },
    grid: { left: 4, right: 12, top: (spec.legend ? 46 : 28) - (spec.sideways ? 20 : 0), bottom: across.name ? 22 : 4, containLabel: true },
    legend: spec.legend ? { top: -4, left: -4, icon: 'roundRect', itemWidth: 12, itemHeight: 3, textStyle: { color: text, fontSize: 12, fontFamily: font }, inactiveColor: line,
      data: spec.series.filter((of) => of.shape !== 'guide').map((of) => of.name) } : undefined,
    tooltip: {
      trigger: spec.series.some((of) => of.shape === 'dots') ? 'item' : 'axis', confine: true, transitionDuration: 0, backgroundColor: raised, borderColor: line, borderWidth: 1, padding: [6, 10],
      textStyle: { color: text, fontSize: 12, fontFamily: font }, extraCssText: 'box-shadow:none;font-variant-numeric:tabular-nums',
      axisPointer: { type: spec.series.some((of) => of.shape === 'bar') ? 'shadow' : 'line', lineStyle: { color: quiet, width: 1 }, shadowStyle: { color: line, opacity: 0.5 } },
      formatter: (hit: any) => hint(spec, Array.isArray(hit) ? hit : [hit]),
    },
    xAxis: across, yAxis: spec.sideways ? { ...up, inverse: true, splitLine: { show: false } } : up,
    series: [...bands, ...whiskers, ...drawn],
  } as any);
  chart.on('click', (hit: any) => { if (spec.clickable && hit.componentType === 'series') tell(Number(hit.seriesId), hit.dataIndex); });
  const watch = new ResizeObserver(() => chart.resize());
  watch.observe(surface);
  return { dispose() { watch.disconnect(); chart.dispose(); } };
}

/** What stands under the pointer; built as nodes, since names come from people's data. */
function hint(spec: Spec, hits: any[]): HTMLElement {
  const box = document.createElement('div');
  const known = hits.filter((hit) => spec.series[Number(hit.seriesId)] && spec.series[Number(hit.seriesId)].shape !== 'guide');
  known.forEach((hit, order) => {
    const series = spec.series[Number(hit.seriesId)];
    const point = series.points[hit.dataIndex];
    if (order === 0) {
      const place = document.createElement('div');
      place.className = 'muted';
      place.textContent = format(spec.x, point.x);
      box.append(place);
    }
    const row = document.createElement('div');
    const value = document.createElement('b');
    value.textContent = format(spec.y, point.y);
    const interval = point.low === undefined || point.high === undefined ? '' : ` (${format(spec.y, point.low)}–${format(spec.y, point.high)})`;
    row.append(`${series.name} `, value, interval, point.note ? ` · ${point.note}` : '');
    box.append(row);
  });
  return box;
}
