/** The panel's section on training, in a real browser: by mouse, by keyboard, over time and in every theme. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser } from 'playwright-core';
import type { FromWebview, TrainingView, ViewAnalysis } from '../../src/webview/protocol';
import { launch, PanelPage, type PanelOptions } from './panelPage';
import { analysisOf, eightWords, prose, stateOf, withEffects } from './panelSamples';
import { themeKinds } from './panelThemes';
import { OFFERS, readView, trainingOf } from './trainingSamples';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const eight = analysisOf(1, eightWords);
const sixty = analysisOf(1, prose(60));
const told = { id: 1, text: eight.text, model: 'imdb-attention', offers: OFFERS };
const UNFOLDED: FromWebview = { type: 'unfold', section: 'training', open: true };

describe('the section on training', function () {
  this.timeout(180_000);
  let browser: Browser;
  let panel: PanelPage;

  before(async () => {
    browser = await launch();
  });
  after(() => browser?.close());
  afterEach(async () => {
    const { violations, intruders } = await panel.record();
    assert.deepEqual([panel.troubles, violations, intruders], [[], [], 0]);
    await panel.close();
  });

  /** Opens the page on a text, unfolds the section, and answers as the extension does. */
  async function open(
    view: ViewAnalysis = eight,
    training: TrainingView | null = readView(view),
    options: PanelOptions = {},
  ): Promise<void> {
    panel = await PanelPage.open(browser, options);
    await panel.show(stateOf([view]));
    await panel.send({ type: 'openSection', section: 'training' });
    if (training) await panel.send({ type: 'training', training });
  }

  const text = (selector: string) => panel.page.locator(selector).innerText();
  const label = () => text('.epoch-label');
  const play = () => panel.page.locator('.play');
  const press = async (...keys: string[]) => {
    for (const key of keys) await panel.page.keyboard.press(key);
  };
  /** Ends of the bars as they are set, in pixels; they may still be growing. */
  const bars = () =>
    panel.page.evaluate<number[]>(
      `[...document.querySelectorAll('.epoch-chart .bars rect')].map((e) => Number(e.getAttribute('height')))`,
    );
  const shades = () =>
    panel.page.evaluate<number[]>(
      `[...document.querySelectorAll('.epoch-word')].map((e) => Number(e.style.getPropertyValue('--opacity')))`,
    );
  const tops = (...selectors: string[]) =>
    panel.page.evaluate<number[]>(
      `${JSON.stringify(selectors)}.map((s) => document.querySelector(s).getBoundingClientRect().top + scrollY)`,
    );
  const frames = () =>
    panel.page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
  /** Moves the slider to a place by keyboard. */
  const slideTo = async (index: number) => {
    await panel.page.locator('.epoch-slider').focus();
    await press('Home', ...new Array<string>(index).fill('ArrowRight'));
  };

  it('is folded up at first, and tells the extension when it is not', async () => {
    panel = await PanelPage.open(browser);
    await panel.show(stateOf([eight]));
    await panel.posted();
    assert.ok(await panel.page.locator('.player').isHidden());
    await panel.page.getByRole('button', { name: 'Through training' }).click();
    assert.deepEqual(await panel.posted(), [UNFOLDED]);
    assert.equal(await text('.epoch-note'), 'Reading the text with the network of every epoch');
    await panel.send({
      type: 'training',
      training: { ...told, state: 'reading', done: 2, total: 6 },
    });
    assert.equal(await text('.epoch-note'), 'Reading the text with the network of every epoch: 2 of 6');
    await panel.page.getByRole('button', { name: 'Through training' }).click();
    assert.deepEqual(await panel.posted(), [{ ...UNFOLDED, open: false }]);
  });

  it('stays unfolded over a reload, and says so to the extension', async () => {
    await open();
    const { saved } = await panel.record();
    await panel.close();
    panel = await PanelPage.open(browser, { saved });
    assert.deepEqual(await panel.posted(), [{ type: 'ready' }, UNFOLDED]);
    assert.equal(await text('.epoch-note'), 'Analyse the text again to see it through training.');
    await panel.show(stateOf([eight]));
    await panel.send({ type: 'training', training: readView(eight) });
    assert.equal(await label(), 'after epoch 5 of 5');
  });

  it('shows the text after the last epoch first, with verdict, probabilities and spread', async () => {
    await open();
    assert.equal(await text('.epoch-note'), 'imdb-attention read 8 words after every epoch.');
    assert.equal(await label(), 'after epoch 5 of 5');
    assert.equal(await text('.epoch-verdict'), 'Positive, 93.7 % (negative 6.3 %, positive 93.7 %)');
    assert.match(
      await text('.epoch-spread'),
      /^It is as if the attention were spread evenly over \d\.\d of 8 words/,
    );
    const words = await panel.page.locator('.epoch-chart .labels text').allTextContents();
    assert.deepEqual(words, eightWords.split(' '));
    assert.equal(await panel.page.locator('.epoch-text').textContent(), eightWords);
  });

  it('goes from uniform to peaked with the slider, on one scale', async () => {
    await open();
    const report = trainingOf(eight);
    const uniform = await panel.page.evaluate<number>(
      `(({ top }) => top)(document.querySelector('.epoch-chart .uniform line').getBoundingClientRect())`,
    );
    const ends: number[][] = [];
    for (let index = 0; index <= 5; index++) {
      await slideTo(index);
      assert.equal(await label(), index === 0 ? 'untrained' : `after epoch ${index} of 5`);
      const { weights } = report.epochs[index]!;
      const heights = await bars();
      ends.push(heights);
      const unit = heights.reduce((a, b) => a + b, 0);
      weights.forEach((weight, i) => assert.ok(Math.abs(heights[i]! - unit * weight) < 0.1));
      const largest = Math.max(...report.epochs.flatMap((reading) => reading.weights));
      (await shades()).forEach((shade, i) => assert.ok(Math.abs(shade - weights[i]! / largest) < 1e-3));
      assert.equal(
        await panel.page.evaluate(
          `(({ top }) => top)(document.querySelector('.epoch-chart .uniform line').getBoundingClientRect())`,
        ),
        uniform,
      );
    }
    const units = ends.map((heights) => heights.reduce((a, b) => a + b, 0));
    units.forEach((unit) => assert.ok(Math.abs(unit - units[0]!) < 1, 'every epoch has the same scale'));
    assert.equal(new Set(ends[0]).size, 1, 'untrained, all bars are alike');
  });

  it('says to screen readers where the slider is, and once what came of it', async () => {
    await open();
    await slideTo(2);
    const slider = panel.page.getByRole('slider', { name: 'Epoch of training' });
    assert.equal(
      await slider.getAttribute('aria-valuetext'),
      'after epoch 2 of 5: Positive, 73.5 % (negative 26.5 %, positive 73.5 %)',
    );
    assert.equal(
      await text('#fold-training p.spoken'),
      'after epoch 2 of 5: Positive, 73.5 % (negative 26.5 %, positive 73.5 %)',
    );
  });

  it('keeps the epoch that was looked at over a reload and for the next text', async () => {
    await open();
    await slideTo(2);
    const next = analysisOf(2, prose(60));
    await panel.show(stateOf([next]));
    assert.equal(await text('.epoch-note'), 'Reading the text with the network of every epoch');
    assert.ok(
      await panel.page.locator('.epoch-body.waiting').isVisible(),
      'what was there stays in its place',
    );
    await panel.send({ type: 'training', training: readView(next) });
    assert.equal(await label(), 'after epoch 2 of 5');
    assert.equal((await bars()).length, 60);
    assert.equal(await panel.page.locator('.epoch-body.waiting').count(), 0);
    const { saved } = await panel.record();
    await panel.close();
    panel = await PanelPage.open(browser, { saved });
    await panel.show(stateOf([next]));
    await panel.send({ type: 'training', training: readView(next) });
    assert.equal(await label(), 'after epoch 2 of 5');
  });

  it('draws nothing for an answer about another text', async () => {
    await open(eight, null);
    await panel.send({ type: 'training', training: readView(analysisOf(9, prose(60))) });
    assert.ok(await panel.page.locator('.epoch-body').isHidden());
    assert.equal(await text('.epoch-note'), 'Reading the text with the network of every epoch');
  });

  it('waits for a text that is being written, whose id stays', async () => {
    await open(sixty);
    await panel.show(stateOf([eight]));
    assert.ok(await panel.page.locator('.epoch-body.waiting').isVisible());
    assert.equal((await bars()).length, 60, 'nothing is drawn for words that were not read');
    await panel.send({ type: 'training', training: readView(eight) });
    assert.equal(await panel.page.locator('.epoch-body.waiting').count(), 0);
    assert.equal((await bars()).length, 8);
  });

  describe('playing', () => {
    const tick = (ms: number) => panel.page.clock.runFor(ms);

    it('goes an epoch a second, stops at the end, and begins anew', async () => {
      await open();
      await panel.page.clock.install();
      await panel.page.clock.pauseAt(Date.now() + 60_000);
      assert.equal(await play().innerText(), 'Replay');
      await play().click();
      assert.deepEqual([await label(), await play().innerText()], ['untrained', 'Pause']);
      for (let epoch = 1; epoch < 5; epoch++) {
        await tick(1000);
        assert.deepEqual([await label(), await play().innerText()], [`after epoch ${epoch} of 5`, 'Pause']);
      }
      await tick(1000);
      assert.deepEqual([await label(), await play().innerText()], ['after epoch 5 of 5', 'Replay']);
      await tick(5000);
      assert.equal(await label(), 'after epoch 5 of 5');
      await play().click();
      assert.equal(await label(), 'untrained');
    });

    it('is started and held by the space bar, on the slider and on the button', async () => {
      await open();
      await slideTo(1);
      await panel.page.clock.install();
      await panel.page.clock.pauseAt(Date.now() + 60_000);
      await press(' ');
      await tick(1000);
      assert.deepEqual([await label(), await play().innerText()], ['after epoch 2 of 5', 'Pause']);
      await press(' ');
      await tick(3000);
      assert.deepEqual([await label(), await play().innerText()], ['after epoch 2 of 5', 'Play']);
      await press('Shift+Tab');
      await press(' ');
      await tick(1000);
      assert.deepEqual([await label(), await play().innerText()], ['after epoch 3 of 5', 'Pause']);
    });

    it('ends when the slider is moved, the section folded up, or another text charted', async () => {
      for (const end of [
        () => slideTo(1),
        () => panel.page.getByRole('button', { name: 'Through training' }).click(),
        () => panel.show(stateOf([analysisOf(2, eightWords)])),
      ]) {
        await open();
        await play().click();
        assert.equal(await play().innerText(), 'Pause');
        await end();
        assert.notEqual(await play().textContent(), 'Pause');
        if (end !== undefined) await panel.close();
      }
      await open();
    });

    it('lets bars grow, but not for those who want less motion', async () => {
      for (const reducedMotion of [false, true]) {
        await open(sixty, readView(sixty), { reducedMotion });
        await slideTo(3);
        const duration = await panel.page.evaluate<string>(
          `getComputedStyle(document.querySelector('.epoch-chart .bars rect')).transitionDuration`,
        );
        assert.equal(/^0s/.test(duration), reducedMotion, duration);
        if (!reducedMotion) await panel.close();
      }
    });
  });

  describe('words', () => {
    it('are marked everywhere when a bar or word is pointed at, and here when they are elsewhere', async () => {
      await open();
      await panel.page.locator('#epoch-bar-6').hover();
      assert.ok(await panel.page.locator('#word-6[aria-selected=true]').isVisible());
      assert.equal(await text('.detail-word'), 'ending');
      assert.equal(await text('.epoch-word.marked'), 'ending');
      await panel.page.locator('.epoch-word').nth(3).hover();
      assert.equal(
        await panel.page.locator('.epoch-chart [aria-selected=true]').getAttribute('id'),
        'epoch-bar-3',
      );
      const scrolled = () => panel.page.evaluate<number>('scrollY');
      const before = await scrolled();
      await panel.send({ type: 'mark', id: 1, token: 1 });
      assert.equal(await text('.epoch-word.marked'), 'acting');
      assert.equal(await scrolled(), before, 'the word is in sight here');
      const marks = (await panel.posted()).filter(
        (message) => message.type === 'mark' && message.token !== null,
      );
      assert.deepEqual(marks, [
        { type: 'mark', id: 1, token: 6 },
        { type: 'mark', id: 1, token: 3 },
      ]);
    });

    it('are walked along by keyboard, each said with its share after the epoch', async () => {
      await open();
      await slideTo(0);
      await press('Tab', 'ArrowRight', 'ArrowRight');
      const listbox = panel.page.getByRole('listbox', {
        name: 'Attention per word through training, in reading order',
      });
      assert.equal(await listbox.getAttribute('aria-activedescendant'), 'epoch-bar-2');
      const option = panel.page.getByRole('option', { name: 'was: 13 % of the attention, untrained' });
      assert.equal(await option.count(), 1);
      await press('Enter', 'Escape');
      const posted = (await panel.posted()).filter(({ type }) => type === 'reveal' || type === 'mark');
      assert.deepEqual(posted.slice(-2), [
        { type: 'reveal', id: 1, token: 2 },
        { type: 'mark', id: 1, token: null },
      ]);
      assert.equal(await listbox.getAttribute('aria-activedescendant'), null);
    });

    it('that are many share bars, which the keyboard walks word by word', async () => {
      const many = analysisOf(1, prose(2000));
      await open(many, readView(many), { width: 500 });
      assert.match(
        await text('.epoch-chart + .legend'),
        /A bar stands for the largest of \d+ neighbouring words\./,
      );
      await panel.page.locator('.epoch-chart').focus();
      await press('End');
      const last = await panel.page.locator('.epoch-chart [aria-selected=true]').getAttribute('id');
      assert.equal(last, `epoch-bar-${(await bars()).length - 1}`);
      assert.deepEqual((await panel.posted()).filter(({ type }) => type === 'mark').at(-1), {
        ...{ type: 'mark', id: 1, token: 1999 },
      });
    });

    it('that the model does not read stand there unshaded, and that is said', async () => {
      const long = analysisOf(1, prose(400));
      await open(long, readView(long, trainingOf(long, { words: 300 })));
      assert.equal(
        await text('.epoch-note'),
        'imdb-attention read the first 300 of 400 words after every epoch: it reads no more in one run.',
      );
      assert.equal(await panel.page.locator('.epoch-word').count(), 300);
      assert.equal(await panel.page.locator('.epoch-text').textContent(), long.text);
      await panel.send({ type: 'mark', id: 1, token: 350 });
      assert.equal(await panel.page.locator('.epoch-word.marked').count(), 0);
    });

    it('of a model without attention have effects, and nothing is called attention', async () => {
      const view = { ...sixty, analysis: withEffects(sixty.analysis) };
      await open(view);
      const said = await panel.page.evaluate<string>(`(() => {
        const fold = document.querySelector('#fold-training');
        const named = [...fold.querySelectorAll('[aria-label]')].map((e) => e.getAttribute('aria-label'));
        return [fold.innerText, ...named].join(' ');
      })()`);
      assert.doesNotMatch(
        said.replaceAll('imdb-attention', '').replace('This model has no attention', ''),
        /attention/i,
      );
      const against = await panel.page.locator('.epoch-chart .against').count();
      assert.equal(against, trainingOf(view).epochs[5]!.effects!.filter((effect) => effect < 0).length);
    });
  });

  describe('curves', () => {
    it('mark the epoch, name every figure, and say what it was measured on', async () => {
      await open(sixty);
      await slideTo(2);
      assert.equal(
        await text('.epoch-figures'),
        'Loss: training 0.360, validation 0.318. Accuracy: training 91.6 %, validation 83.1 %.',
      );
      assert.match(await text('.epoch-curves'), /20,426 texts, and 119,765 more labelled by another model/);
      const places = await panel.page.evaluate<number[]>(
        `[...document.querySelectorAll('.curve .epoch-marker')].map((e) => Number(e.getAttribute('x1')))`,
      );
      const points = await panel.page.evaluate<number[]>(
        `[...document.querySelectorAll('.curve .validation .here, .curve .share .here')].map((e) => {
          const { left, width } = e.getBoundingClientRect();
          return left + width / 2 - e.closest('.curve').getBoundingClientRect().left;
        })`,
      );
      assert.equal(places.length, 3);
      places.forEach((place, i) =>
        assert.ok(Math.abs(place - points[i]!) < 1.5, `${place} is not ${points[i]}`),
      );
      await panel.page
        .getByRole('img', { name: 'Loss over 6 epochs: validation from 0.690 to 0.200' })
        .waitFor();
    });

    it('compare PADs with uniform attention and with what the bounded score allows', async () => {
      const report = trainingOf(sixty, {
        changes: { model: 'imdb-article', pads: { positions: 300, count: 240, seen: true, bounded: true } },
      });
      await open(sixty, readView(sixty, report));
      assert.match(
        await text('.epoch-padding'),
        /60 words padded to 300 positions are 240 PADs\. This model’s softmax sees them/,
      );
      assert.equal(
        await text('.epoch-pads'),
        'PADs get 4.0 % of the attention; uniform attention would give them 80 %, and the bounded score cannot give them less than 35 %.',
      );
      assert.equal(await panel.page.locator('.epoch-padding .reference').count(), 2);
    });

    it('are left out of the check on PADs where there are none', async () => {
      const long = analysisOf(1, prose(320));
      await open(long);
      assert.ok(await panel.page.locator('.epoch-padding .curve').isHidden());
      assert.match(
        await text('.epoch-padding'),
        /Of 300 positions, as in the article, this text would fill all/,
      );
    });
  });

  describe('models', () => {
    it('that keep epochs are offered where the text’s own does not', async () => {
      await open(eight, { ...told, model: 'imdb-last-state', state: 'none' });
      assert.equal(
        await text('.epoch-note'),
        'This model keeps no epochs of its training. Choose one that does: it reads the same text.',
      );
      assert.equal(await panel.page.locator('.epoch-models :checked').count(), 0);
      assert.ok(await panel.page.locator('.epoch-body').isHidden());
      await panel.posted();
      await panel.page.getByText('imdb-article', { exact: true }).click();
      assert.deepEqual(await panel.posted(), [{ type: 'trainingModel', model: 'imdb-article' }]);
    });

    it('are chosen by keyboard', async () => {
      await open();
      await panel.posted();
      await panel.page.getByRole('radio', { name: 'imdb-attention' }).focus();
      await press('ArrowRight');
      assert.deepEqual(await panel.posted(), [{ type: 'trainingModel', model: 'imdb-article' }]);
    });

    it('with another number of epochs end at their own end', async () => {
      await open();
      const report = trainingOf(eight, { last: 20, changes: { model: 'imdb-article' } });
      await panel.send({ type: 'training', training: { ...readView(eight, report), model: 'imdb-article' } });
      assert.equal(await label(), 'after epoch 20 of 20');
      await slideTo(17);
      assert.equal(await label(), 'after epoch 17 of 20');
      await panel.send({ type: 'training', training: readView(eight) });
      assert.equal(await label(), 'after epoch 5 of 5');
    });

    it('that fail say why, and can be asked again', async () => {
      const message = 'Model folder /m: checkpoints/epoch-01.bin: <b>damaged</b>';
      await open(eight, { ...told, state: 'failed', message });
      assert.equal(await panel.page.getByRole('alert').filter({ hasText: 'damaged' }).innerText(), message);
      await panel.posted();
      await panel.page.locator('.epoch-failure').getByRole('button', { name: 'Try again' }).click();
      assert.deepEqual(await panel.posted(), [UNFOLDED]);
    });
  });

  it('comes into sight by the extension’s command, with the focus on the slider', async () => {
    panel = await PanelPage.open(browser, { height: 500 });
    await panel.show(stateOf([analysisOf(1, prose(400))]));
    await panel.posted();
    await panel.send({ type: 'openSection', section: 'training' });
    assert.deepEqual(await panel.posted(), [UNFOLDED]);
    await panel.send({ type: 'training', training: readView(analysisOf(1, prose(400))) });
    const { top } = await panel.page.evaluate<{ top: number }>(
      `document.querySelector('#fold-training').getBoundingClientRect().toJSON()`,
    );
    assert.ok(Math.abs(top) < 2, `${top} pixels from the top`);
    await panel.send({ type: 'openSection', section: 'training' });
    assert.deepEqual(await panel.posted(), [UNFOLDED], 'an open section answers too');
    assert.equal(await panel.page.evaluate('document.activeElement.className'), 'epoch-slider');
  });

  it('moves nothing from one epoch to the next, nor from text to text', async () => {
    for (const width of [300, 760]) {
      await open(sixty, readView(sixty), { width });
      const places = () =>
        tops('.epoch-chart', '.epoch-text', '.epoch-figures', '.epoch-padding', '.epoch-padding .curve');
      await slideTo(0);
      const before = await places();
      for (let i = 0; i < 5; i++) {
        await press('ArrowRight');
        assert.deepEqual(await places(), before, `epoch ${i + 1} at ${width}`);
      }
      await panel.show(stateOf([{ ...sixty, id: 2 }]));
      assert.deepEqual(await places(), before);
      await panel.send({ type: 'training', training: readView({ ...sixty, id: 2 }) });
      assert.deepEqual(await places(), before);
      if (width === 300) await panel.close();
    }
  });

  it('follows the window’s width', async () => {
    await open(sixty);
    const width = () =>
      panel.page.evaluate<number>(`document.querySelector('.epoch-chart svg').getBoundingClientRect().width`);
    const wide = await width();
    await panel.page.setViewportSize({ width: 400, height: 900 });
    await frames();
    assert.ok((await width()) < wide / 2);
    const over = await panel.page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
    assert.ok(over <= 0, `${over} pixels too wide`);
  });

  it('does not stutter with 2,000 words', async () => {
    const many = analysisOf(1, prose(2000));
    const report = trainingOf(many, { last: 11 });
    await open(many, readView(many, report));
    await panel.page.locator('.epoch-slider').focus();
    const times = await panel.page.evaluate<number[]>(`(async () => {
      const slider = document.querySelector('.epoch-slider');
      const frame = () => new Promise(requestAnimationFrame);
      const times = [];
      for (let i = 0; i <= 11; i++) {
        await frame();
        const started = performance.now();
        slider.value = String(i);
        slider.dispatchEvent(new Event('input'));
        document.body.getBoundingClientRect();
        times.push(performance.now() - started);
      }
      return times;
    })()`);
    const sorted = [...times].sort((a, b) => a - b);
    console.log(
      `      an epoch of 2,000 words: ${sorted[6]!.toFixed(1)} ms (median), ${sorted.at(-1)!.toFixed(1)} ms at most, layout included`,
    );
    assert.equal(times.length, 12);
    assert.equal(await label(), 'after epoch 11 of 11');
  });

  for (const theme of themeKinds) {
    it(`has no accessibility violation, with bars, effects and without epochs: ${theme}`, async () => {
      const effects = { ...sixty, analysis: withEffects(sixty.analysis) };
      const samples: Record<string, [ViewAnalysis, TrainingView]> = {
        attention: [sixty, readView(sixty)],
        effects: [effects, readView(effects)],
        none: [eight, { ...told, model: 'x', state: 'none' }],
        failed: [eight, { ...told, model: 'x', state: 'failed', message: 'It is damaged.' }],
      };
      for (const [name, [view, training]] of Object.entries(samples)) {
        await open(view, training, { theme, width: 800, reducedMotion: true });
        if (training.state === 'read') {
          await slideTo(3);
          await panel.send({ type: 'mark', id: 1, token: 6 });
        }
        await panel.page.evaluate(axe);
        const { violations } = await panel.page.evaluate<AxeResults>(`axe.run('#fold-training')`);
        assert.deepEqual(
          violations.map(({ id, nodes }) => [
            id,
            nodes.slice(0, 3).map(({ html, failureSummary }) => [html, failureSummary]),
          ]),
          [],
        );
        await panel.picture(`training-${name}-${theme}`);
        if (name !== 'failed') await panel.close();
      }
    });

    for (const width of [300, 1200]) {
      it(`fits ${width} pixels without scrolling sideways: ${theme}`, async () => {
        await open(sixty, readView(sixty), { theme, width, reducedMotion: true });
        await slideTo(3);
        const over = await panel.page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
        assert.ok(over <= 0, `${over} pixels too wide`);
        await panel.picture(`training-${theme}-${width}`);
      });
    }
  }
});
