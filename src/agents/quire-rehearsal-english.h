/* quire-rehearsal-english.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The little English that rehearsal knows: pure functions over single words; any thread. Words are given without punctuation; apostrophes may be straight or curly. */

/* What a finite verb agrees with. */
typedef enum
{
  QUIRE_ENGLISH_PAST,      /* saw */
  QUIRE_ENGLISH_PRESENT,   /* he sees */
  QUIRE_ENGLISH_PRESENT_I, /* I see */
} QuireEnglishForm;

/* "letter" for “letters,” … ; "" for words that carry no meaning of their own. For comparison only. */
char *quire_english_stem (const char *token) G_GNUC_WARN_UNUSED_RESULT;

/* The base form when @word is a verb's third person singular that is known for sure ("finds" → "find", "is" → "be"); NULL otherwise. With @lenient any word that may be
 * one ("zorbs" → "zorb"), for the place right behind a subject. */
char *quire_english_lemma (const char *word, gboolean lenient) G_GNUC_WARN_UNUSED_RESULT;

/* TRUE for a base form that is known: "find". */
gboolean quire_english_is_verb (const char *word);

/* What tense @word, behind a subject, shows for sure: 1 past ("found"), 2 present ("find", "finds"), 0 neither ("put"). */
int quire_english_get_tense (const char *word);

/* "find" → "found", "finds" … */
char *quire_english_inflect (const char *lemma, QuireEnglishForm form) G_GNUC_WARN_UNUSED_RESULT;

/* 1 for he, him, his, himself; 2 for she, her, hers, herself; 0 otherwise. */
int quire_english_get_gender (const char *word);

/* The pronoun of the other gender; @next is the word behind it, for "her", or NULL. NULL when @word is none. */
const char *quire_english_shift_gender (const char *word, const char *next);

/* "do not" for "don’t"; NULL when @word is no contraction that can be written out without doubt. */
const char *quire_english_expand (const char *word);

/* "Mr", "Mrs", "Dr" … with or without full stop. */
gboolean quire_english_is_title (const char *word);

/* The gender of some common first names; 0 for all others. */
int quire_english_get_name_gender (const char *word);

/* The gender that a title tells; 0 for "Dr" and for words that are none. */
int quire_english_get_title_gender (const char *word);

/* said, asked, says … */
gboolean quire_english_is_speech_verb (const char *word);

/* in, at, of, to … : words before which "her" is an object. */
gboolean quire_english_is_function_word (const char *word);

G_END_DECLS
