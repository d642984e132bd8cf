/**
 * Runs inside the workbench's page and reads what a person would see in the text editor.
 * Plain script: it is injected as it stands, before the page loads, and is called through `attentionPage`.
 */
(() => {
  /** Text editors in reading order: the ones in editor groups, not the chat's or a search box's. */
  const editors = () =>
    [...document.querySelectorAll('.part.editor .editor-instance .monaco-editor')].filter(
      (editor) => editor.getBoundingClientRect().width > 0 && !editor.closest('.simple-find-part'),
    );

  const editorAt = (index) => {
    const editor = editors()[index];
    if (!editor) throw new Error(`There is no text editor number ${index + 1}.`);
    return editor;
  };

  /** Rendered lines from top to bottom; a wrapped line counts as several. */
  const linesOf = (editor) =>
    [...editor.querySelectorAll('.view-lines > .view-line')].sort(
      (a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top,
    );

  /** The characters of rendered lines, each with its node, offset and line. */
  const charactersOf = (lines) =>
    lines.flatMap((line) => {
      const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
      const found = [];
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        let offset = 0;
        for (const text of node.data) {
          found.push({ node, offset, text: text === '\u00a0' ? ' ' : text, line });
          offset += text.length;
        }
      }
      return found;
    });

  const boxOf = (first, last = first) => {
    const range = document.createRange();
    range.setStart(first.node, first.offset);
    range.setEnd(last.node, last.offset + last.text.length);
    const box = range.getBoundingClientRect();
    return { x: box.x, y: box.y, width: box.width, height: box.height };
  };

  /** Decorations of extensions; VS Code's own (selection, word highlight) have other classes. */
  const decorationsOf = (editor) =>
    [...editor.querySelectorAll('.view-overlays .cdr[class*="ced-"]')].map((element) => ({
      box: element.getBoundingClientRect(),
      style: getComputedStyle(element),
    }));

  /** Opacity of a computed colour: `rgb(r, g, b)`, `rgba(r, g, b, a)` or `color(space r g b / a)`. */
  const alphaOf = (colour) => {
    const inside = colour.slice(colour.indexOf('(') + 1, -1);
    const alpha = inside.split('/')[1] ?? inside.split(',')[3];
    return alpha === undefined ? 1 : Number(alpha);
  };

  const bottomOf = (style) => ({
    style: style.borderBottomStyle,
    width: style.borderBottomStyle === 'none' ? 0 : parseFloat(style.borderBottomWidth),
    colour: style.borderBottomColor,
  });

  const describe = (decorations, characters) => {
    const shaded = decorations.filter(({ style }) => alphaOf(style.backgroundColor) > 0);
    const { style } = shaded[0] ?? decorations[0];
    const lined = decorations
      .map((decoration) => bottomOf(decoration.style))
      .sort((a, b) => b.width - a.width);
    const inline = getComputedStyle(characters[0].node.parentElement);
    return {
      text: characters.map(({ text }) => text).join(''),
      background: style.backgroundColor,
      alpha: alphaOf(style.backgroundColor),
      border: lined[0],
      outline: Math.max(
        ...decorations.map(({ style: s }) => (s.outlineStyle === 'none' ? 0 : parseFloat(s.outlineWidth))),
      ),
      underline: { line: inline.textDecorationLine, thickness: inline.textDecorationThickness },
      box: boxOf(characters[0], characters.at(-1)),
    };
  };

  const isSame = (one, other) =>
    other.length > 0 && one.length === other.length && one.every((part, index) => part === other[index]);

  /** Every run of characters that carries decorations of its own, in reading order. */
  const shading = (index) => {
    const editor = editorAt(index);
    const decorations = decorationsOf(editor);
    const words = [];
    let open = null;
    for (const character of charactersOf(linesOf(editor))) {
      const box = boxOf(character);
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      const over = decorations.filter(
        ({ box: b }) => x > b.left && x < b.right && y > b.top - 1 && y < b.bottom + 1,
      );
      const same = open && open.line === character.line && isSame(open.over, over);
      if (same) open.characters.push(character);
      else if (over.length > 0) words.push((open = { over, line: character.line, characters: [character] }));
      else open = null;
    }
    return words.map(({ over, characters }) => describe(over, characters));
  };

  /** Where a text stands on screen (its `nth` occurrence), line breaks and wrapping ignored; null if not rendered. */
  const find = (index, wanted, nth) => {
    const characters = charactersOf(linesOf(editorAt(index))).filter(({ text }) => text.trim() !== '');
    const needle = [...wanted].filter((text) => text.trim() !== '');
    let seen = 0;
    for (let start = 0; start + needle.length <= characters.length; start += 1) {
      if (!needle.every((text, k) => characters[start + k].text === text)) continue;
      if (seen++ < nth) continue;
      const [first, last] = [characters[start], characters[start + needle.length - 1]];
      return { first: boxOf(first), last: boxOf(last) };
    }
    return null;
  };

  /** Texts put behind lines by extensions. */
  const notes = (index) =>
    linesOf(editorAt(index))
      .flatMap((line) => [...line.querySelectorAll('[class*="ced-"]')])
      .flatMap((element) => ['::before', '::after'].map((side) => getComputedStyle(element, side).content))
      .filter((content) => content !== 'none' && content !== 'normal' && content !== '""')
      .map((content) => content.replace(/^"|"$/g, '').replaceAll('\\"', '"'));

  const text = (index) =>
    linesOf(editorAt(index))
      .map((line) => line.textContent.replaceAll('\u00a0', ' '))
      .join('\n');

  const hovers = () =>
    [...document.querySelectorAll('.monaco-hover:not(.hidden)')]
      .filter(
        (hover) => hover.getBoundingClientRect().height > 0 && hover.closest('.part.editor, .monaco-editor'),
      )
      .map((hover) => hover.innerText.trim())
      .filter(Boolean);

  const status = (extension) =>
    [...document.querySelectorAll('.statusbar-item')]
      .filter((item) => item.id.startsWith(extension))
      .map((item) => ({ text: item.innerText.trim(), label: item.getAttribute('aria-label') ?? '' }));

  const notifications = () =>
    [
      ...document.querySelectorAll(
        ':is(.notifications-toasts, .notifications-center) .notification-list-item-message',
      ),
    ].map((item) => item.innerText.trim());

  const theme = () =>
    ['hc-black', 'hc-light', 'vs-dark', 'vs'].find((name) =>
      document.querySelector('.monaco-workbench')?.classList.contains(name),
    ) ?? null;

  window.attentionPage = {
    editors: () => editors().length,
    shading,
    find,
    notes,
    text,
    hovers,
    status,
    notifications,
    theme,
  };
})();
