import assert from 'node:assert/strict';
import { t } from '@vscode/l10n';
import german from '../../l10n/bundle.l10n.de.json';
import { decimal, perLanguage, significant, speak, speech, whole } from '../../src/language';
import { statusText } from '../../src/editor/statusText';
import { hoverText } from '../../src/editor/hoverText';
import { readConfig } from '../../src/config';
import { count, labelName, percent, signed, TERMS, times, verdictText } from '../../src/wording';
import { pageHtml } from '../../src/webview/html';
import type { Analysis } from '../../src/model/types';

const tokens = [
  { text: 'Ein', start: 0, end: 3, weight: 0.041, known: true },
  { text: 'Film', start: 4, end: 8, weight: 0.959, known: false },
];
const classes = [
  { label: 'negative', probability: 0.027 },
  { label: 'positive', probability: 0.973 },
];
const analysis: Analysis = { start: 0, end: 8, ...classes[1]!, classes, kind: 'attention', tokens, ms: 1 };

const english = () => speak({ language: 'en' });
const speakGerman = () => speak({ language: 'de', bundle: german });

describe('the language', () => {
  afterEach(english);

  it('is English until another is spoken, with English numbers', () => {
    english();
    assert.deepEqual(speech(), { language: 'en' });
    assert.deepEqual(
      [decimal(1234.5, 2), significant(0.0421, 2), whole(1234567)],
      ['1234.50', '0.042', '1,234,567'],
    );
    assert.equal(t('Nothing'), 'Nothing');
  });

  it('is German with its sentences and numbers', () => {
    speakGerman();
    assert.deepEqual(
      [decimal(1234.5, 2), significant(0.0421, 2), whole(1234567)],
      ['1234,50', '0,042', '1.234.567'],
    );
    assert.equal(percent(0.042), '4,2\u00a0%');
    assert.equal(percent(0.000001), 'unter 0,001\u00a0%');
    assert.equal(times(2.5), '2,5 ×');
    assert.equal(signed(-1.2), '−1,20');
    assert.equal(count(1234, 'word'), '1.234 Wörter');
    assert.equal(count(1, 'word'), '1 Wort');
    assert.equal(verdictText(analysis), 'positiv, 97,3\u00a0%');
    assert.equal(t('Nothing'), 'Nichts');
  });

  it('translates the two labels of sentiment, and no other class', () => {
    speakGerman();
    assert.deepEqual(
      ['positive', 'negative', 'joy', 'Positive'].map((label) => labelName(label)),
      ['Positiv', 'Negativ', 'Joy', 'Positive'],
    );
  });

  it('speaks in hover, status bar and complaints about settings', () => {
    speakGerman();
    assert.deepEqual(hoverText(analysis, 1).lines, [
      '96\u00a0% der Aufmerksamkeit',
      '1,9 × der Gleichverteilung, Rang 1 von 2',
      'Nicht im Wortschatz: als <unk> gelesen',
      'Text, 2 Wörter: positiv, 97,3\u00a0%',
    ]);
    const unit = { id: 1, text: 'Ein Film', analysis, largest: 0.959, span: null, place: 'kritik.txt:1' };
    const unread = [{ span: null, place: 'kritik.txt:9', reason: 'limit' as const }];
    const entry = { uri: 'file:///kritik.txt', units: [unit], unread, active: unit, ms: 2, maxWords: 20_000 };
    const status = statusText({ ...entry, model: 'm', backend: 'plain', passedOver: [] });
    assert.equal(status.text, '$(eye) Positiv 97\u00a0% · bearbeitet $(warning)');
    assert.match(
      status.tooltip,
      /Nicht gelesen, mit Punkten markiert: kritik\.txt:9 \(Grenze: 20\.000 Wörter, /,
    );
    // As it is written in settings.json.
    assert.deepEqual(readConfig({ get: (key) => (key === 'gamma' ? 9 : undefined) }).problems, [
      'Die Einstellung attentionInspector.gamma ist 9, erwartet wird: eine Zahl von 0.2 bis 5. Verwendet wird die Vorgabe 1.',
    ]);
  });

  it('changes for what was built in another language', () => {
    english();
    let builds = 0;
    const heading = perLanguage(() => `${++builds} ${t('Word')}`);
    assert.deepEqual([heading(), heading()], ['1 Word', '1 Word']);
    assert.equal(TERMS.attention.share, 'of the attention');
    speakGerman();
    assert.equal(heading(), '2 Wort');
    assert.equal(TERMS.attention.share, 'der Aufmerksamkeit');
  });

  it('stays English, numbers included, where there is no translation or the name is none', () => {
    speak({ language: 'fr' });
    assert.deepEqual([speech().language, decimal(0.5, 1), whole(1000)], ['en', '0.5', '1,000']);
    speak({ language: 'not a language', bundle: german });
    assert.deepEqual([speech().language, decimal(0.5, 1)], ['en', '0.5']);
    assert.equal(t('Nothing'), 'Nichts');
  });
});

describe('the page of the panel in another language', () => {
  afterEach(english);
  const parts = { script: 's.js', styles: [], cspSource: 'https://files.test', nonce: 'abc' };

  it('says its language and holds the translations as an attribute', () => {
    speakGerman();
    const html = pageHtml(parts);
    assert.match(html, /<html lang="de">/);
    assert.match(html, /<title>Aufmerksamkeit<\/title>/);
    assert.match(html, /<p class="boot">Die Aufmerksamkeitsansicht startet\./);
    assert.match(html, /data-bundle="{&quot;\(no name\)&quot;:/);
    assert.equal(html.match(/<script/g)?.length, 1);
  });

  it('keeps translations inside their attribute and their elements, whatever they hold', () => {
    const attack = `"'><script>intrude()</script>`;
    speak({ language: 'de', bundle: { Attention: attack, [attack]: attack } });
    const html = pageHtml(parts);
    assert.equal(html.match(/<script/g)?.length, 1);
    assert.match(html, /<title>&quot;&#39;&gt;&lt;script&gt;/);
  });

  it('is English without an attribute as long as nothing else is spoken', () => {
    english();
    assert.match(pageHtml(parts), /<html lang="en">[^]*<main id="root"><p/);
  });
});
