/* quire-start-page.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "quire-app-store.h"

G_BEGIN_DECLS

/**
 * QuireStartPage:
 *
 * What is shown when no book is open: a new book, an existing one, the sample, and the books opened lately. Its buttons are actions of the application; a recent book is opened through
 * `app.open-path`.
 */
#define QUIRE_TYPE_START_PAGE (quire_start_page_get_type ())
G_DECLARE_FINAL_TYPE (QuireStartPage, quire_start_page, QUIRE, START_PAGE, AdwBin)

/* Shows the recent books of @store and follows them. */
void quire_start_page_set_app_store (QuireStartPage *self, QuireAppStore *store);

/* Opens the menu (F10). */
void quire_start_page_popup_menu (QuireStartPage *self);

G_END_DECLS
