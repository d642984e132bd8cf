/** The stylesheet of an exported page: the panel's look from resolved colours, and the light palette on paper. */
import { COLOUR_NAMES, hasLines, isHighContrast, PALETTES, type Colours, type ExportTheme } from './theme';

const variables = (colours: Colours): string =>
  COLOUR_NAMES.map((name) => `--${name}: ${colours[name]};`).join(' ');

/** The same theme with each colour by its name, for what is drawn inside the page. */
export function byName(theme: ExportTheme): ExportTheme {
  const colours = Object.fromEntries(COLOUR_NAMES.map((name) => [name, `var(--${name})`])) as Colours;
  return { ...theme, colours };
}

/**
 * @param emphasis the setting's value
 * @param wide whether readings stand side by side
 */
export function styleOf(theme: ExportTheme, emphasis: 'auto' | 'always' | 'never', wide: boolean): string {
  const { colours, ui, text, kind } = theme;
  const dark = kind === 'dark' || kind === 'high-contrast';
  const paper = PALETTES[isHighContrast(theme) ? 'high-contrast-light' : 'light'].colours;
  return `
:root { color-scheme: ${dark ? 'dark' : 'light'}; ${variables(colours)} }
${dark ? `@media print { :root { color-scheme: light; ${variables(paper)} } }` : ''}
* { box-sizing: border-box; }
body { max-width: ${wide ? 1600 : 1100}px; margin: 0 auto; padding: 24px; background: var(--background); color: var(--foreground);
  font: ${ui.size}px/1.45 ${ui.family}; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
html { background: var(--background); }
h1 { margin: 0; font-size: 1.4em; overflow-wrap: anywhere; }
h2 { margin: 0; color: var(--muted); font-size: 1em; font-weight: normal; overflow-wrap: anywhere; }
h3, h4 { margin: 16px 0 6px; font-size: 1em; }
p { margin: 4px 0; overflow-wrap: anywhere; }
main > section { margin-top: 28px; }
.readings { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 300px), 1fr)); gap: 20px 32px; }
.reading { min-width: 0; }
.label { margin: 2px 0 8px; font-size: 1.7em; font-weight: 600; line-height: 1.3; }
.bar, .class-bar { display: flex; height: 10px; border: 1px solid var(--line); border-radius: 2px; overflow: hidden; }
.bar span, .class-bar span { width: var(--share); background: var(--positive-color); }
.bar .negative { background: var(--negative-color); }
.scale { display: flex; justify-content: space-between; gap: 8px; margin: 4px 0 10px; }
.scale span::before { content: ''; display: inline-block; width: 9px; height: 9px; margin-right: 5px; border: 1px solid var(--line);
  border-radius: 2px; background: var(--positive-color); }
.scale .negative::before { background: var(--negative-color); }
.classes { margin: 0 0 10px; padding: 0; list-style: none; }
.classes li { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr) 6.5em; gap: 10px; align-items: center; }
.classes .chosen { font-weight: 600; }
.classes span:last-child { text-align: right; }
.facts, .legend, footer { color: var(--muted); }
.note { padding-left: 8px; border-left: 3px solid var(--against-emphasis); }
.warning { padding-left: 8px; border-left: 3px solid var(--warning); }
figure { margin: 0; }
.scroll { overflow-x: auto; }
.chart { display: block; width: 100%; min-width: 420px; height: auto; }
.chart text { white-space: pre; }
.heat { padding: 10px 12px; border: 1px solid var(--line); border-radius: 2px; color: var(--text);
  font: ${text.size}px/1.7 ${text.family}; overflow-wrap: anywhere; tab-size: 4; text-align: start;
  unicode-bidi: plaintext; white-space: pre-wrap; }
.heat span { border-radius: 2px; background: color-mix(in srgb, var(--attention) var(--o), transparent);
  -webkit-box-decoration-break: clone; box-decoration-break: clone; }
.heat .a { background: color-mix(in srgb, var(--against) var(--o), transparent); }
.heat .u { text-decoration: underline dotted; text-underline-offset: 3px; }
${lineRules(hasLines(theme, emphasis))}
details { margin-top: 12px; }
summary { width: fit-content; cursor: pointer; }
table { width: 100%; max-width: 760px; margin-top: 6px; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 2px 8px; text-align: right; }
th:first-child { text-align: left; font-weight: normal; overflow-wrap: anywhere; }
thead th, thead th:first-child { border-bottom: 1px solid var(--line); font-weight: 600; }
tbody tr:nth-child(even) { background: color-mix(in srgb, var(--foreground) 6%, transparent); }
footer { margin-top: 28px; }
@media print {
  body { max-width: none; padding: 0; }
  details::details-content { content-visibility: visible; height: auto; }
  h3, h4, .label, .bar, .scale { break-after: avoid; }
  figure, tr { break-inside: avoid; }
  .chart { min-width: 0; }
}
`;
}

/** Lines under words: of those that speak against the verdict in every theme, of all where they say the weight. */
function lineRules(all: boolean): string {
  const strengths = [1, 2, 3, 4].map(
    (pixels) => `.heat .s${pixels} { border-bottom: ${pixels}px solid var(--emphasis); }`,
  );
  const against = [1, 2, 3, 4].map(
    (pixels) => `.heat .a.s${pixels} { border-bottom: ${pixels}px dashed var(--against-emphasis); }`,
  );
  return [...(all ? [...strengths, '.heat span { border-radius: 0; }'] : []), ...against].join('\n');
}
