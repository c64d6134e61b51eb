/* quire-text-fold.c: text as look-up compares it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Folding decomposes every character (compatibility form), lowers it, drops what is drawn above, below or through a letter,
 * spells the letters that Unicode does not decompose (ł, ø, ß …) in ASCII, and puts back together what was taken apart
 * but is no diacritic: Hangul syllables, voiced kana, Indic letters. So the composed and the decomposed form of a text fold
 * alike, nothing depends on the locale, and folding twice changes nothing. Vowel signs of Indic scripts stay: without them the
 * words would be others. Each byte that is written remembers the offset of the source character that caused it. */

#define G_LOG_DOMAIN "quire-text"

#include "config.h"

#include "quire-text.h"

#include "quire-text-private.h"

typedef struct
{
  GString *text;
  GArray *offsets;
  gsize offset;
  gunichar last;    /* the last character written, 0 when nothing can be composed with it */
  gsize last_start; /* where it begins */
  gboolean spaced;  /* white space was met since */
  gsize space_offset;
} Folder;

/* In order, for the search. */
static const struct
{
  gunichar letter;
  const char *spelling;
} spellings[] = {
  { 0x00ab, "\"" },
  { 0x00b4, "'" },
  { 0x00bb, "\"" },
  { 0x00df, "ss" },
  { 0x00e6, "ae" },
  { 0x00f0, "d" },
  { 0x00f8, "o" },
  { 0x00fe, "th" },
  { 0x0111, "d" },
  { 0x0127, "h" },
  { 0x0131, "i" },
  { 0x0138, "k" },
  { 0x0142, "l" },
  { 0x014b, "n" },
  { 0x0153, "oe" },
  { 0x0167, "t" },
  { 0x0180, "b" },
  { 0x0192, "f" },
  { 0x019a, "l" },
  { 0x01b6, "z" },
  { 0x01dd, "e" },
  { 0x01e5, "g" },
  { 0x0237, "j" },
  { 0x0247, "e" },
  { 0x0249, "j" },
  { 0x024d, "r" },
  { 0x024f, "y" },
  { 0x0253, "b" },
  { 0x0254, "o" },
  { 0x0256, "d" },
  { 0x0257, "d" },
  { 0x0259, "e" },
  { 0x025b, "e" },
  { 0x0260, "g" },
  { 0x0268, "i" },
  { 0x026b, "l" },
  { 0x0272, "n" },
  { 0x0289, "u" },
  { 0x02b9, "'" },
  { 0x02bb, "'" },
  { 0x02bc, "'" },
  { 0x02bd, "'" },
  { 0x03c2, "σ" },
  { 0x2010, "-" },
  { 0x2011, "-" },
  { 0x2012, "-" },
  { 0x2013, "-" },
  { 0x2014, "-" },
  { 0x2015, "-" },
  { 0x2018, "'" },
  { 0x2019, "'" },
  { 0x201a, "'" },
  { 0x201b, "'" },
  { 0x201c, "\"" },
  { 0x201d, "\"" },
  { 0x201e, "\"" },
  { 0x201f, "\"" },
  { 0x2032, "'" },
  { 0x2033, "\"" },
  { 0x2039, "'" },
  { 0x203a, "'" },
  { 0x2044, "/" },
  { 0x2212, "-" },
};

static const char *
find_spelling (gunichar c)
{
  gsize low = 0, high = G_N_ELEMENTS (spellings);

  if (c < spellings[0].letter || c > spellings[high - 1].letter)
    return NULL;
  while (low < high)
    {
      gsize middle = (low + high) / 2;

      if (spellings[middle].letter == c)
        return spellings[middle].spelling;
      if (spellings[middle].letter < c)
        low = middle + 1;
      else
        high = middle;
    }
  return NULL;
}

/* Marks that only decorate a letter. Those that make another letter of it (vowel signs, nuktas, the voicing of kana) are none. */
static gboolean
is_diacritic (gunichar c)
{
  return (c >= 0x0300 && c <= 0x036f) || (c >= 0x0483 && c <= 0x0489) || (c >= 0x0591 && c <= 0x05bd) || c == 0x05bf ||
         (c >= 0x05c1 && c <= 0x05c2) || (c >= 0x05c4 && c <= 0x05c5) || c == 0x05c7 || (c >= 0x0610 && c <= 0x061a) ||
         (c >= 0x064b && c <= 0x065f) || c == 0x0670 || (c >= 0x06d6 && c <= 0x06dc) || (c >= 0x06df && c <= 0x06e8) ||
         (c >= 0x06ea && c <= 0x06ed) || c == 0x0711 || (c >= 0x0730 && c <= 0x074a) || (c >= 0x1ab0 && c <= 0x1aff) ||
         (c >= 0x1dc0 && c <= 0x1dff) || (c >= 0x20d0 && c <= 0x20ff) || (c >= 0xfe20 && c <= 0xfe2f);
}

/* What is not seen: soft hyphens, joiners, direction marks, variation selectors, tags, and the Arabic stretching of a line. */
static gboolean
is_ignorable (gunichar c)
{
  return c == 0x00ad || c == 0x034f || c == 0x061c || c == 0x0640 || (c >= 0x180b && c <= 0x180f) || (c >= 0x200b && c <= 0x200f) ||
         (c >= 0x202a && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) || (c >= 0xfe00 && c <= 0xfe0f) || c == 0xfeff ||
         (c >= 0xe0000 && c <= 0xe0fff);
}

static void
folder_note_offset (Folder *self, gsize n_bytes, gsize offset)
{
  if (self->offsets == NULL)
    return;
  for (gsize i = 0; i < n_bytes; i++)
    g_array_append_val (self->offsets, offset);
}

static void
folder_write (Folder *self, const char *bytes, gsize n_bytes)
{
  if (self->spaced)
    {
      g_string_append_c (self->text, ' ');
      folder_note_offset (self, 1, self->space_offset);
      self->spaced = FALSE;
    }
  g_string_append_len (self->text, bytes, (gssize) n_bytes);
  folder_note_offset (self, n_bytes, self->offset);
  self->last = 0;
}

/* Joins @c to the character before it, as a vowel to the consonant of a Hangul syllable. The whole keeps the offset of its beginning. */
static gboolean
folder_compose (Folder *self, gunichar c)
{
  gunichar composed;
  gsize offset = 0;

  if (self->last == 0 || self->spaced || !g_unichar_compose (self->last, c, &composed))
    return FALSE;

  g_string_truncate (self->text, self->last_start);
  g_string_append_unichar (self->text, composed);
  self->last = composed;
  if (self->offsets != NULL)
    {
      offset = g_array_index (self->offsets, gsize, self->last_start);
      g_array_set_size (self->offsets, (guint) self->last_start);
      folder_note_offset (self, self->text->len - self->last_start, offset);
    }
  return TRUE;
}

static void
folder_add_space (Folder *self)
{
  if (self->text->len == 0 || self->spaced)
    return;
  self->spaced = TRUE;
  self->space_offset = self->offset;
}

static void
folder_add_decomposed (Folder *self, gunichar c)
{
  const char *spelling;
  char bytes[6];
  gsize n_bytes;

  c = g_unichar_tolower (c);
  if (is_diacritic (c) || is_ignorable (c))
    return;
  if (quire_text_is_space (c))
    {
      folder_add_space (self);
      return;
    }
  spelling = find_spelling (c);
  if (spelling != NULL)
    {
      folder_write (self, spelling, strlen (spelling));
      return;
    }
  if (folder_compose (self, c))
    return;
  n_bytes = (gsize) g_unichar_to_utf8 (c, bytes);
  folder_write (self, bytes, n_bytes);
  self->last = c;
  self->last_start = self->text->len - n_bytes;
}

static void
folder_add (Folder *self, gunichar c)
{
  gunichar decomposed[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
  const char *spelling;
  gsize n;

  /* Before the decomposition, which takes a lone acute accent for a space with a mark. */
  spelling = find_spelling (c);
  if (spelling != NULL)
    {
      folder_write (self, spelling, strlen (spelling));
      return;
    }
  n = g_unichar_fully_decompose (c, TRUE, decomposed, G_N_ELEMENTS (decomposed));
  for (gsize i = 0; i < n; i++)
    folder_add_decomposed (self, decomposed[i]);
}

static char *
fold (const char *text, GArray *offsets)
{
  gsize length = strlen (text);
  const char *end = text + length;
  Folder folder = { .text = g_string_sized_new (length + 1), .offsets = offsets };

  for (const char *p = text; p < end; folder.offset++)
    {
      gunichar c;

      p = quire_text_decode (p, end, &c);
      if (c >= 0x80)
        folder_add (&folder, c);
      else if (quire_text_is_space (c))
        folder_add_space (&folder);
      else
        folder_write (&folder, &(char) { g_ascii_tolower ((char) c) }, 1);
    }
  folder_note_offset (&folder, 1, folder.offset);
  return g_string_free_and_steal (folder.text);
}

char *
quire_text_fold (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  return fold (text, NULL);
}

char *
quire_text_fold_mapped (const char *text, GArray **offsets_out)
{
  g_autoptr (GArray) offsets = NULL;
  char *folded;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (offsets_out != NULL, NULL);

  offsets = g_array_sized_new (FALSE, FALSE, sizeof (gsize), (guint) strlen (text) + 1);
  folded = fold (text, offsets);
  *offsets_out = g_steal_pointer (&offsets);
  return folded;
}
