/**
 * Text to tokens with exact character offsets. Training and serving both come through here.
 *
 * The conventions are those of the GloVe vectors the embedding starts from (Penn Treebank style): "don't" is
 * "do" + "n't", "it's" is "it" + "'s", every punctuation mark is a token of its own, runs of dots and of
 * dashes are one. HTML tags (reviews are full of `<br />`), marks of comments and of emphasis around words, control
 * and zero-width characters are passed over, so that a text means the same in a page, a comment or plain.
 */
import { signWord } from './emoji';
import type { Token } from './types';

const TAG = String.raw`</?[A-Za-z][A-Za-z0-9]*(?:\s+[\w:-]+\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>]+)){0,8}\s*/?>`;

/** Where a line begins: `//`, `/*`, ` * `, `# `, `> `, `-- `; anywhere: the ends of block comments. */
const COMMENT = String.raw`(?=[/*#>-])(?<=^[ \t]*)(?://+|/\*+|(?:\*|#+|>+|--)(?=[ \t]))|\*{1,8}/|<!--|-{2,8}>`;
/** Asterisks, underscores, tildes and back quotes that open or close a stretch of Markdown. */
const EMPHASIS = String.raw`(?<![^\s([{"'*_~])[*_~\x60]{1,3}(?=[\p{L}"'])|(?<=[\p{L}\p{N}.!?,"'])[*_~\x60]{1,3}(?![^\s)\]}"'.,:;!?*_~])`;

/** In order of preference at each position; the named group `skip` is matched and dropped. */
const ALTERNATIVES = [
  `(?<skip>${TAG}|${COMMENT}|${EMPHASIS})`,
  String.raw`(?:https?://|www\.)[^\s<>"]+`,
  // The apostrophe may be typewriter, typographic, grave or acute.
  String.raw`\p{L}[\p{L}\p{M}]*?(?=[nN]['’\x60´][tT](?![\p{L}\p{M}]))`,
  String.raw`[nN]['’\x60´][tT](?![\p{L}\p{M}])`,
  String.raw`['’\x60´](?:[sS]|[rR][eE]|[vV][eE]|[lL][lL]|[dD]|[mM])(?![\p{L}\p{M}])`,
  String.raw`[\p{Script=Han}]`,
  String.raw`\p{L}[\p{L}\p{M}]*`,
  String.raw`\p{Nd}+(?:[.,]\p{Nd}+)*`,
  String.raw`\p{N}`,
  String.raw`[:;=]['-]?[()\[\]DP](?![\p{L}\p{N}])`,
  String.raw`\.{2,}|…`,
  String.raw`-{2,}|[–—]`,
  // Emoji with their skin tones, joiners and flags are one token each.
  String.raw`(?:\p{RI}\p{RI}|\p{Extended_Pictographic})(?:\uFE0F|\p{EMod}|\u200D\p{Extended_Pictographic})*`,
  String.raw`\p{M}+`,
  String.raw`[^\s\p{L}\p{N}\p{M}\p{Cc}\p{Cf}]`,
];

const PATTERN = new RegExp(ALTERNATIVES.map((a) => `(?:${a})`).join('|'), 'gmu');

/** Tokens of `text` in reading order; empty where it holds none. Linear in the length of the text. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(PATTERN)) {
    if (match.groups?.['skip'] !== undefined) continue;
    const surface = match[0];
    tokens.push({ text: surface, start: match.index, end: match.index + surface.length });
  }
  return tokens;
}

const PLAIN = /^[a-z]+$/;

/**
 * The vocabulary's form of a token: lower case, without accents, compatibility forms folded (full-width
 * letters, ligatures), one kind of apostrophe, quote, dash and ellipsis; emoji as the word they stand for.
 */
export function normalizeToken(surface: string): string {
  if (PLAIN.test(surface)) return surface;
  if (/^(?:\.{2,}|…)$/u.test(surface)) return '...';
  if (/^[-–—]+$/u.test(surface)) return '-';
  const word = signWord(surface);
  if (word !== undefined) return word;
  return surface
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[’`´‘]/gu, "'")
    .replace(/[“”„«»]/gu, '"');
}
