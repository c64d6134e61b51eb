/* quire-status-mark.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "quire-node-data.h"

G_BEGIN_DECLS

/**
 * QuireStatusMark:
 *
 * The status of a scene as a small disc that fills up: a ring for outlined, half for draft, three quarters for revised, full for final. It grows with the
 * font. Colour comes from the style sheet and only repeats what the shape says. Property: `status` (QuireStatus).
 */
#define QUIRE_TYPE_STATUS_MARK (quire_status_mark_get_type ())
G_DECLARE_FINAL_TYPE (QuireStatusMark, quire_status_mark, QUIRE, STATUS_MARK, GtkWidget)

GtkWidget *quire_status_mark_new (QuireStatus status) G_GNUC_WARN_UNUSED_RESULT;

QuireStatus quire_status_mark_get_status (QuireStatusMark *self);
void quire_status_mark_set_status (QuireStatusMark *self, QuireStatus status);

G_END_DECLS
