/* quire-entry.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum
{
  QUIRE_SEND_DETECTED, /* when the text or the outline names it */
  QUIRE_SEND_ALWAYS,
  QUIRE_SEND_NEVER, /* obeyed where requests are made, whatever else is asked */
} QuireSendMode;

const char *quire_send_mode_get_name (QuireSendMode mode);
gboolean quire_send_mode_from_name (const char *name, QuireSendMode *mode);

/* The categories of the codex as stored, in the order of display: "characters" "places" "things" "lore" "themes" "structure" "voice" "research". */
const char *const *quire_entry_get_categories (void);

/* The translated title of a category; the name itself for one that the writer made. */
const char *quire_entry_get_category_title (const char *category);

/* One dated statement of an entry. Scene ids are NULL for "always"; known_by is a list of names separated by ", " or empty. */
typedef struct
{
  char *id;
  char *attribute;
  char *value;
  char *valid_from; /* scene id: true from this scene on */
  char *valid_to;   /* scene id: the last scene in which it is true */
  char *known_by;
} QuireFact;

QuireFact *quire_fact_new (const char *attribute, const char *value) G_GNUC_WARN_UNUSED_RESULT;
QuireFact *quire_fact_copy (const QuireFact *self) G_GNUC_WARN_UNUSED_RESULT;
void quire_fact_free (QuireFact *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QuireFact, quire_fact_free)

/**
 * QuireEntry:
 *
 * One entry of the codex. Immutable once made; a change is a new object with the same id. So threads may share it.
 * Properties (read-only): `id`, `category`, `name`, `summary` (the text's first line, short), `names` (all names joined by ", ").
 */
#define QUIRE_TYPE_ENTRY (quire_entry_get_type ())
G_DECLARE_FINAL_TYPE (QuireEntry, quire_entry, QUIRE, ENTRY, GObject)

/* The values of an entry. Strings never NULL; names[0] is its name, the rest are aliases; facts are QuireFact with a free function. */
typedef struct
{
  const char *id; /* NULL: a new id */
  const char *category;
  const char *const *names;
  const char *text;
  QuireSendMode send;
  GPtrArray *facts; /* NULL: none; copied */
} QuireEntryValues;

QuireEntry *quire_entry_new (const QuireEntryValues *values) G_GNUC_WARN_UNUSED_RESULT;

const char *quire_entry_get_id (QuireEntry *self);
const char *quire_entry_get_category (QuireEntry *self);
const char *quire_entry_get_name (QuireEntry *self);
const char *const *quire_entry_get_names (QuireEntry *self);
const char *quire_entry_get_text (QuireEntry *self);
QuireSendMode quire_entry_get_send (QuireEntry *self);
guint quire_entry_get_n_facts (QuireEntry *self);
const QuireFact *quire_entry_get_fact (QuireEntry *self, guint i);

G_END_DECLS
