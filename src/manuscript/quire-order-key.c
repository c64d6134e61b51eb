/* quire-order-key.c: fractional keys that sort siblings.
 *
 * A key is read as the digits behind the point of a fraction in base 62, so comparing two keys as numbers and as
 * bytes is the same thing as long as no key ends in the digit zero. Between two keys the shortest of the fractions
 * that lie between them is taken, near the middle.
 *
 * At the ends there is no second neighbour, and halving the rest would cost a digit every six appends. Instead the
 * leading digits 'z' (or '0' towards the beginning) tell how wide a counter stands behind them: none of them means a
 * counter of one digit, p of them one of 2^p digits. Appending adds one to that counter. When it runs over, its
 * first digit has become a 'z' by itself, and with it the counter is as wide as the next size says. So 60 keys have one
 * digit, 3,700 have three, and the next 14 million have six.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-manuscript"

#include "config.h"

#include "quire-order-key.h"

#include <string.h>

#define BASE 62
#define LAST (BASE - 1)

/* Wider counters are never reached by counting; the bound keeps a key that somebody made of a thousand 'z' from asking
 * for a counter of 2^1000 digits. */
#define MAX_WIDTH_BITS 4

static const char DIGITS[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

static int
digit_value (char c)
{
  if (g_ascii_isdigit (c))
    return c - '0';
  if (g_ascii_isupper (c))
    return c - 'A' + 10;
  return c - 'a' + 36;
}

/* The digit at @i of the endless fraction: zero behind the end. */
static int
digit_at (const char *key, gsize n, gsize i)
{
  return i < n ? digit_value (key[i]) : 0;
}

gboolean
quire_order_key_is_valid (const char *key)
{
  gsize n;

  if (key == NULL || *key == '\0')
    return FALSE;

  for (n = 0; key[n] != '\0'; n++)
    {
      if (!g_ascii_isalnum (key[n]))
        return FALSE;
    }

  return key[n - 1] != '0';
}

static void
strip_zeros (GString *key)
{
  while (key->len > 0 && key->str[key->len - 1] == '0')
    g_string_truncate (key, key->len - 1);
}

/* The digits of @key up to the end of its counter, padded with zeros. */
static GString *
take_counter (const char *key, char mark)
{
  gsize n = strlen (key);
  gsize n_marks = strspn (key, (char[]) { mark, '\0' });
  gsize width = (gsize) 1 << MIN (n_marks, MAX_WIDTH_BITS);
  GString *counter = g_string_sized_new (n_marks + width + 1);

  for (gsize i = 0; i < n_marks + width; i++)
    g_string_append_c (counter, DIGITS[digit_at (key, n, i)]);

  return counter;
}

static char *
key_after (const char *after)
{
  g_autoptr (GString) counter = take_counter (after, 'z');

  /* The first digit of the counter is no 'z', so the carry ends there at the latest. */
  for (gsize i = counter->len; i-- > 0;)
    {
      int digit = digit_value (counter->str[i]);

      if (digit < LAST)
        {
          counter->str[i] = DIGITS[digit + 1];
          break;
        }
      counter->str[i] = '0';
    }

  strip_zeros (counter);
  return g_strdup (counter->str);
}

static char *
key_before (const char *before)
{
  g_autoptr (GString) counter = take_counter (before, '0');
  gsize n = counter->len;

  /* The first digit of the counter is no '0', so there is one to borrow from. */
  for (gsize i = n; i-- > 0;)
    {
      int digit = digit_value (counter->str[i]);

      if (digit > 0)
        {
          counter->str[i] = DIGITS[digit - 1];
          break;
        }
      counter->str[i] = DIGITS[LAST];
    }

  strip_zeros (counter);
  if (counter->len == 0) /* it was "1", the last of the keys with one digit */
    g_string_assign (counter, "0zz");

  return g_strdup (counter->str);
}

/* Appends digits that make a fraction above that of @rest, near the middle of what is left up to 1. */
static void
append_above (GString *key, const char *rest, gsize n)
{
  gsize i = 0;

  while (digit_at (rest, n, i) == LAST)
    {
      g_string_append_c (key, DIGITS[LAST]);
      i++;
    }

  g_string_append_c (key, DIGITS[(digit_at (rest, n, i) + BASE) / 2]);
}

static char *
key_within (const char *after, const char *before)
{
  g_autoptr (GString) key = g_string_new (NULL);
  gsize n_after = strlen (after);
  gsize n_before = strlen (before);
  gsize i = 0;
  int low, high;

  while (digit_at (after, n_after, i) == digit_at (before, n_before, i))
    {
      g_string_append_c (key, before[i]);
      i++;
    }

  low = digit_at (after, n_after, i);
  high = digit_at (before, n_before, i);

  if (high - low > 1)
    {
      g_string_append_c (key, DIGITS[(low + high) / 2]);
    }
  else if (i + 1 < n_before)
    {
      g_string_append_c (key, DIGITS[high]);
    }
  else
    {
      g_string_append_c (key, DIGITS[low]);
      i++;
      append_above (key, after + MIN (i, n_after), n_after - MIN (i, n_after));
    }

  return g_strdup (key->str);
}

char *
quire_order_key_between (const char *after, const char *before)
{
  g_return_val_if_fail (after == NULL || quire_order_key_is_valid (after), NULL);
  g_return_val_if_fail (before == NULL || quire_order_key_is_valid (before), NULL);
  g_return_val_if_fail (after == NULL || before == NULL || strcmp (after, before) < 0, NULL);

  if (after != NULL && before != NULL)
    return key_within (after, before);
  if (after != NULL)
    return key_after (after);
  if (before != NULL)
    return key_before (before);

  return g_strndup (&DIGITS[BASE / 2], 1);
}

GStrv
quire_order_key_spread (guint n)
{
  GStrv keys = g_new0 (char *, (gsize) n + 1);
  guint64 space = BASE;
  guint64 step;
  guint width = 1;

  /* Room for one more beside each key, so that the first insertions stay short. */
  while (space < 2 * ((guint64) n + 1))
    {
      space *= BASE;
      width++;
    }
  step = space / ((guint64) n + 1);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GString) key = g_string_sized_new (width + 1);
      guint64 value = (i + (guint64) 1) * step;

      g_string_set_size (key, width);
      for (guint j = width; j-- > 0; value /= BASE)
        key->str[j] = DIGITS[value % BASE];

      strip_zeros (key);
      keys[i] = g_strdup (key->str);
    }

  return keys;
}
