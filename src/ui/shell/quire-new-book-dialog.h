/* quire-new-book-dialog.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "quire-clock.h"

G_BEGIN_DECLS

/**
 * QuireNewBookDialog:
 *
 * Asks for a title and a template and makes the file in the folder of books. Signal: `created (path)`.
 */
#define QUIRE_TYPE_NEW_BOOK_DIALOG (quire_new_book_dialog_get_type ())
G_DECLARE_FINAL_TYPE (QuireNewBookDialog, quire_new_book_dialog, QUIRE, NEW_BOOK_DIALOG, AdwDialog)

QuireNewBookDialog *quire_new_book_dialog_new (QuireClock *clock) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
