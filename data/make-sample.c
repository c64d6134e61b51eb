/* make-sample.c: the build step that turns the sample's text files into a book: make-sample FOLDER FILE.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gstdio.h>
#include <libdex.h>
#include <locale.h>

#include "quire-clock.h"
#include "quire-folder-book.h"

int
main (int argc,
      char **argv)
{
  g_autoptr (QuireClock) clock = NULL;
  g_autoptr (DexFuture) future = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *log_path = NULL;

  setlocale (LC_ALL, "");
  if (argc != 3)
    {
      g_printerr ("usage: make-sample FOLDER FILE\n");
      return 2;
    }

  dex_init ();
  clock = quire_clock_new_system ();

  /* A book is never written over another; a rebuilt one replaces the former build, with what somebody who had it open left behind. */
  log_path = g_strconcat (argv[2], "-wal", NULL);
  g_unlink (argv[2]);
  g_unlink (log_path);
  future = quire_folder_book_import (argv[1], argv[2], clock);
  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);

  if (dex_future_get_value (future, &error) == NULL)
    {
      g_printerr ("make-sample: %s\n", error->message);
      return 1;
    }
  return 0;
}
