/** The README as the page of the extension, in VS Code and on a marketplace. */

/** Sections about a checkout, which nobody has who installed a package. */
export const CHECKOUT_ONLY = ['Try it: two commands from a fresh clone', 'In the terminal', 'Developing'];

/** A Markdown link, or a picture, whose place has no scheme. */
const LINK = /(!?)\[([^\]]*)\]\((?!\w+:|#)([^)\s]+)\)/g;
const PICTURE = /!\[[^\]]*\]\((?!\w+:)/;

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
 * With a repository, vsce completes the addresses of links and pictures. Without one there are none, and VS Code and
 * marketplaces show no pictures but those of an https address: paragraphs and tables of pictures are left out, and links
 * to files become their text.
 */
export function packagedReadme(markdown: string, hasRepository: boolean): string {
  const page = withoutSections(markdown, CHECKOUT_ONLY);
  if (hasRepository) return page;
  const blocks = page.split(/\n{2,}/).filter((block) => !PICTURE.test(block));
  return `${blocks.join('\n\n').trimEnd()}\n`.replace(LINK, (_, _sign, text: string) => text);
}
