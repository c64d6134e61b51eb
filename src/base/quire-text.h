/* quire-text.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Pure functions over valid UTF-8 in normal composed or decomposed form; any thread. Offsets count code points unless
 * a name says bytes. Every function takes a NUL-terminated string, or a length in bytes with -1 for "to the NUL". */

/* A span of the text, in code points; end is one past the last. */
typedef struct
{
  gsize start;
  gsize end;
} QuireTextSpan;

/* -- words (quire-text-words.c) -- */

/* The number of words, the only count that Quire knows. A word is a run of letters, digits and marks; an apostrophe
 * (' or ’), a hyphen, a middle dot, a full stop or an @ joins inside a word, and so does a comma or colon between digits; a dash, a
 * slash or two hyphens do not. An address with :// is one word. Emphasis markers inside a word do not divide it. Han, Hiragana and
 * Katakana count a character each, Thai, Lao, Khmer and Burmese runs count as one word per run of letters; emoji,
 * punctuation and Markdown markers do not count. Text in %% comments %% does not count; a comment that is not closed is text. */
gsize quire_text_count_words (const char *text, gssize n_bytes);

/* Calls for every word, in order. Return FALSE from @func to stop. */
typedef gboolean (*QuireTextWordFunc) (const char *word, gsize n_bytes, gsize offset, gpointer data);
void quire_text_foreach_word (const char *text, gssize n_bytes, QuireTextWordFunc func, gpointer data);

/* -- sentences (quire-text-sentences.c) -- */

/* Sentence spans of @text as an array of QuireTextSpan that cover it without gap or overlap: each holds its closing quotes and the
 * white space behind it, so that joining them gives the text back byte for byte. A paragraph end always ends a sentence, a single
 * newline is white space; a heading and a scene break are a sentence each. White space at the head of the text belongs to the first.
 * Abbreviations (Mr. Dr. e.g. …), initials, decimals and an ellipsis before a lower-case letter do not. Knows . ! ? … 。 ！ ？ ।
 * ۔ ؟ ։ ។ and closing marks of the usual quotation styles. */
GArray *quire_text_get_sentences (const char *text, gssize n_bytes) G_GNUC_WARN_UNUSED_RESULT;

/* -- folding (quire-text-fold.c), offsets, cleaning (quire-text.c) -- */

/* For look-up: case folded, diacritics removed, ł ø đ ß æ œ þ ð ı and the like spelled in ASCII, curly quotes and dashes straightened, white
 * space collapsed to one space and trimmed. */
char *quire_text_fold (const char *text) G_GNUC_WARN_UNUSED_RESULT;

/* As quire_text_fold(), and tells for each byte of the result the code point offset in @text that it came from
 * (@offsets_out: array of gsize, one more than bytes, the last one being the length of @text). */
char *quire_text_fold_mapped (const char *text, GArray **offsets_out) G_GNUC_WARN_UNUSED_RESULT;

/* Byte position of a code point offset, and back. An offset past the end gives the end; a byte inside a character, that character. */
gsize quire_text_offset_to_byte (const char *text, gsize offset);
gsize quire_text_byte_to_offset (const char *text, gsize byte);

/* Number of code points. */
gsize quire_text_length (const char *text);

/* A copy that is safe to keep as prose: invalid UTF-8 replaced by U+FFFD, NUL and other control characters but tab and newline
 * removed, CR LF and CR turned to LF, a byte order mark at the head removed. */
char *quire_text_clean (const char *bytes, gssize n_bytes) G_GNUC_WARN_UNUSED_RESULT;

/* The SHA-256 of @text as 64 hexadecimal digits: the hash that the store keeps beside a body. */
char *quire_text_hash (const char *text) G_GNUC_WARN_UNUSED_RESULT;

/* At most @max_length code points, cut at a word and ended with … when something was cut. White space collapsed. */
char *quire_text_ellipsize (const char *text, gsize max_length) G_GNUC_WARN_UNUSED_RESULT;

/* Estimated tokens of @text for budgets: words × 1.35, characters ÷ 2 for scripts without spaces; rounded up. */
gsize quire_text_estimate_tokens (const char *text);

G_END_DECLS
