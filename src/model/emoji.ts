/**
 * Emoji and emoticons as words of the vocabulary. Film reviews of 2011 hold hardly any, so that no network could learn
 * them; the words below say the feeling that the sign stands for.
 */
const WORDS: Readonly<Record<string, string>> = {
  loved: '😍🥰😻💖💗💓💞💕💘❤♥💛💚💙💜🧡🤎😘',
  great: '👍😀😃😄😁😊🙂☺😺😸🤗💯✅🎯',
  fantastic: '🤩🎉🥳🔥🙌🏆🚀✨🌟',
  superb: '👏👌😋🤌',
  hilarious: '😂🤣😆😹😅',
  cool: '😎🤙🤘',
  beautiful: '🌹💐🌈😇',
  bad: '👎😒😞☹🙁😕😟❌👿',
  awful: '😡😠🤬😤😖😣😫😩',
  disgusting: '🤮🤢🤧',
  crap: '💩🗑',
  boring: '😴🥱💤😪',
  sad: '😢😭😥😿😔🥺',
  heartbreaking: '💔',
  scary: '😱😨👻😰',
  mediocre: '😐😑😶🫤',
  annoying: '🙄😾',
  stupid: '🤦🤡',
  confusing: '🤔😵🤷',
  shocking: '😲😮🤯😳',
};

const BY_SIGN = new Map(
  Object.entries(WORDS).flatMap(([word, signs]) => [...signs].map((sign) => [sign, word] as const)),
);

const GLAD = /^[:;=]['-]?[)\]D]$/;
const SAD = /^[:=]['-]?[([]$/;

/** The word that an emoji or emoticon token stands for, variants (skin tones, joiners) alike; undefined for any other token. */
export function signWord(surface: string): string | undefined {
  if (GLAD.test(surface)) return ':)';
  if (SAD.test(surface)) return ':(';
  return BY_SIGN.get(String.fromCodePoint(surface.codePointAt(0)!));
}
