/** The texts that Node and the browser both read. */

export const REVIEW =
  'This film is a wonderful surprise: the acting is superb and I laughed out loud. A gem that I will watch again!';
export const PAN = 'A dull and lifeless mess, the jokes are awful; do not waste your time or money on it.';

const PRAISE =
  'this film is a wonderful surprise since the acting is superb and i laughed out loud at every single turn';
const BLAME =
  'a dull and lifeless mess where the jokes are awful and nobody should ever waste time or money on it';

/** Two hundred words. */
export const REVIEW_200 = Array.from({ length: 10 }, (_, i) => (i % 2 ? BLAME : PRAISE)).join(' ');
