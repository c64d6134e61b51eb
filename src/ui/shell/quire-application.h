/* quire-application.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * QuireApplication:
 *
 * The program: windows, the command line, preferences. `quire [--sample] [FILE…]`: every file opens in a window of its own; a book that is open already raises its window.
 */
#define QUIRE_TYPE_APPLICATION (quire_application_get_type ())
G_DECLARE_FINAL_TYPE (QuireApplication, quire_application, QUIRE, APPLICATION, AdwApplication)

QuireApplication *quire_application_new (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
