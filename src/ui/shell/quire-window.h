/* quire-window.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "quire-app-store.h"

G_BEGIN_DECLS

/**
 * QuireWindow:
 *
 * The window: the start page, or one open book with outline, pages and agent pane.
 */
#define QUIRE_TYPE_WINDOW (quire_window_get_type ())
G_DECLARE_FINAL_TYPE (QuireWindow, quire_window, QUIRE, WINDOW, AdwApplicationWindow)

QuireWindow *quire_window_new (AdwApplication *application, QuireClock *clock, QuireAppStore *app_store) G_GNUC_WARN_UNUSED_RESULT;

/* Opens the book at @path in place of the start page, and presents the window when the book is there, when it is known why it is not, or when it
 * takes its time. Only for a window without a book. */
void quire_window_open (QuireWindow *self, const char *path);

/* The path of the book that is open or being opened; NULL on the start page. */
const char *quire_window_get_path (QuireWindow *self);

G_END_DECLS
