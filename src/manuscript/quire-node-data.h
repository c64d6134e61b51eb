/* quire-node-data.h
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum
{
  QUIRE_NODE_ACT = 1,
  QUIRE_NODE_CHAPTER,
  QUIRE_NODE_SCENE,
} QuireNodeKind;

#define QUIRE_TYPE_NODE_KIND (quire_node_kind_get_type ())
GType quire_node_kind_get_type (void);

typedef enum
{
  QUIRE_STATUS_OUTLINED, /* a plan without text, or with too little */
  QUIRE_STATUS_DRAFT,
  QUIRE_STATUS_REVISED,
  QUIRE_STATUS_FINAL,
} QuireStatus;

#define QUIRE_TYPE_STATUS (quire_status_get_type ())
GType quire_status_get_type (void);

/* "act" "chapter" "scene"; 0 from a name that is none. */
const char *quire_node_kind_get_name (QuireNodeKind kind);
QuireNodeKind quire_node_kind_from_name (const char *name);

/* "outlined" "draft" "revised" "final" as stored; FALSE from a name that is none. The translated title is for display. */
const char *quire_status_get_name (QuireStatus status);
gboolean quire_status_from_name (const char *name, QuireStatus *status);
const char *quire_status_get_title (QuireStatus status);

/**
 * QuireNodeData:
 *
 * One node of the manuscript as plain values: what a row of the table `nodes` holds. Threads pass it on; who has it owns it.
 * Strings are never NULL but parent_id, which is NULL for an act. Times are microseconds since 1970, 0 = never.
 */
typedef struct
{
  char *id;
  char *parent_id;
  QuireNodeKind kind;
  char *order_key;
  char *title;
  char *synopsis;
  QuireStatus status;
  char *label;
  char *point_of_view;
  char *story_time;
  guint target; /* words; 0 = none */
  gboolean in_export;
  gint64 created;
  gint64 modified;
  gint64 trashed; /* when it was put in Trash; 0 = it is in the book */
  guint words;    /* of a scene's text; 0 for acts and chapters */
} QuireNodeData;

#define QUIRE_TYPE_NODE_DATA (quire_node_data_get_type ())
GType quire_node_data_get_type (void);

/* A node with a new id, status outlined, in the export, all strings empty but @title. */
QuireNodeData *quire_node_data_new (QuireNodeKind kind, const char *parent_id, const char *title) G_GNUC_WARN_UNUSED_RESULT;
QuireNodeData *quire_node_data_copy (const QuireNodeData *self) G_GNUC_WARN_UNUSED_RESULT;
void quire_node_data_free (QuireNodeData *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QuireNodeData, quire_node_data_free)

G_END_DECLS
