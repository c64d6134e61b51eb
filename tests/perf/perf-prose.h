/* perf-prose.h: made-up prose for the benchmarks, the same for the same seed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _PerfProse PerfProse;

PerfProse *perf_prose_new (guint32 seed) G_GNUC_WARN_UNUSED_RESULT;
void perf_prose_free (PerfProse *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PerfProse, perf_prose_free)

/* Names that the prose speaks of, the first ones often and the last ones hardly ever: the names of a codex. Owned by @self. */
GPtrArray *perf_prose_make_names (PerfProse *self, guint n_names);

/* Paragraphs of narration and dialogue, a blank line between them, @n_words words or a few more. */
char *perf_prose_write (PerfProse *self, guint n_words) G_GNUC_WARN_UNUSED_RESULT;

/* A few words for a title or a synopsis, without a full stop. */
char *perf_prose_write_phrase (PerfProse *self) G_GNUC_WARN_UNUSED_RESULT;

/* A UUID out of the same numbers. */
char *perf_prose_make_uuid (PerfProse *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
