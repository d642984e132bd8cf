/** The README as the page of the extension, in VS Code and on a marketplace. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { checkout } from '../host/processes';

/** Sections about a checkout, which nobody has who installed a package. */
export const CHECKOUT_ONLY = ['Try it: two commands from a fresh clone', 'In the terminal', 'Developing'];

/** A Markdown link, or a picture, whose place has no scheme. */
const LINK = /(!?)\[([^\]]*)\]\((?!\w+:|#)([^)\s]+)\)/g;

/** Lossless, at a third of the bytes of our PNGs. */
async function embedded(place: string): Promise<string | null> {
  if (!place.endsWith('.png')) return null;
  const picture = await sharp(await readFile(path.join(checkout, place)))
    .webp({ lossless: true, effort: 6 })
    .toBuffer();
  return `data:image/webp;base64,${picture.toString('base64')}`;
}

/** Leaves out the sections (level 2) with these titles. @throws Error naming a title that is not there */
export function withoutSections(markdown: string, titles: readonly string[]): string {
  const sections = markdown.split(/^(?=## )/m);
  const titleOf = (section: string) => /^## (.*)/.exec(section)?.[1]?.trim();
  for (const title of titles) {
    if (!sections.some((section) => titleOf(section) === title)) {
      throw new Error(`README.md has no section "${title}"`);
    }
  }
  return sections.filter((section) => !titles.includes(titleOf(section) ?? '')).join('');
}

/**
 * With a repository, its links are completed by vsce. Without one there is no address that they could have: pictures are
 * put into the page itself, films left out, and links to files become their text.
 * @param picture address of a picture by its place; null leaves it out
 */
export async function packagedReadme(
  markdown: string,
  hasRepository: boolean,
  picture: (place: string) => Promise<string | null> = embedded,
): Promise<string> {
  const page = withoutSections(markdown, CHECKOUT_ONLY);
  if (hasRepository) return page;
  const places = [...page.matchAll(LINK)].filter(([, sign]) => sign).map(([, , , place]) => place!);
  const addresses = new Map<string, string | null>();
  for (const place of new Set(places)) addresses.set(place, await picture(place));
  return page.replace(LINK, (_, sign: string, text: string, place: string) => {
    if (!sign) return text;
    const address = addresses.get(place);
    return address ? `![${text}](${address})` : '';
  });
}
