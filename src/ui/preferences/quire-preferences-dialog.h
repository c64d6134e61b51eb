/* quire-preferences-dialog.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * QuirePreferencesDialog:
 *
 * The preferences; every row is bound to a key of the settings and acts at once.
 */
#define QUIRE_TYPE_PREFERENCES_DIALOG (quire_preferences_dialog_get_type ())
G_DECLARE_FINAL_TYPE (QuirePreferencesDialog, quire_preferences_dialog, QUIRE, PREFERENCES_DIALOG, AdwPreferencesDialog)

QuirePreferencesDialog *quire_preferences_dialog_new (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
