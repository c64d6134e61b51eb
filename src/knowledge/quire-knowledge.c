/* quire-knowledge.c: what a prompt should know
 *
 * Sources are asked in the order in which their items may take from the budget: entries that are always sent, the end of
 * the scene before, entries that the outline names, entries that were asked for, and at last entries that an entry already
 * taken names. Every entry is judged once, by the first reason that comes up; whatever is not taken is listed with the
 * reason why not. An entry marked never, and a fact that does not hold at the scene, are listed without their text, so
 * that nothing behind this point can send them by mistake.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-knowledge"

#include "config.h"

#include "quire-knowledge.h"

#include <glib/gi18n-lib.h>

#include "quire-error.h"
#include "quire-fact-filter-private.h"
#include "quire-future.h"
#include "quire-passage-private.h"
#include "quire-text.h"

#define PRECEDING_WORDS 200 /* enough to carry voice, tense and situation over; more is better spent on the codex */
#define MAX_MATCHED_LENGTH 40

struct _QuireKnowledge
{
  GObject parent_instance;

  QuireProject *project;
  QuireCodex *codex;
};

G_DEFINE_FINAL_TYPE (QuireKnowledge, quire_knowledge, G_TYPE_OBJECT)

/* One query under way. */
typedef struct
{
  QuireProject *project;
  QuireCodex *codex;
  QuireManuscript *manuscript;
  char *text;
  GStrv queries;
  char *scene_id;
  int position;
  QuireContext *context;
  QuireMoment moment;
  GHashTable *judged; /* ids of entries */
} Gathering;

static void
quire_knowledge_finalize (GObject *object)
{
  QuireKnowledge *self = QUIRE_KNOWLEDGE (object);

  g_clear_object (&self->codex);
  g_clear_object (&self->project);

  G_OBJECT_CLASS (quire_knowledge_parent_class)->finalize (object);
}

static void
quire_knowledge_class_init (QuireKnowledgeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = quire_knowledge_finalize;
}

static void
quire_knowledge_init (QuireKnowledge *self)
{
}

QuireKnowledge *
quire_knowledge_new (QuireProject *project, QuireCodex *codex)
{
  QuireKnowledge *self;

  g_return_val_if_fail (QUIRE_IS_PROJECT (project), NULL);
  g_return_val_if_fail (QUIRE_IS_CODEX (codex), NULL);

  self = g_object_new (QUIRE_TYPE_KNOWLEDGE, NULL);
  self->project = g_object_ref (project);
  self->codex = g_object_ref (codex);

  return self;
}

static void
gathering_free (gpointer data)
{
  Gathering *self = data;

  g_hash_table_unref (self->judged);
  g_object_unref (self->context);
  g_free (self->scene_id);
  g_strfreev (self->queries);
  g_free (self->text);
  g_object_unref (self->manuscript);
  g_object_unref (self->codex);
  g_object_unref (self->project);
  g_free (self);
}

/* -- entries -- */

static void
append_fact (GString *text, const QuireFact *fact)
{
  g_string_append_c (text, '\n');
  if (*fact->attribute != '\0')
    g_string_append_printf (text, "%s: ", fact->attribute);
  g_string_append (text, fact->value);
  if (*fact->known_by != '\0')
    g_string_append_printf (text, " (known only to %s)", fact->known_by);
}

/* What is sent of an entry: in English where it is not the writer's, like the prompt around it. */
static char *
render_entry (QuireEntry *entry, GArray *verdicts)
{
  g_autofree char *prose = quire_passage_without_comments (quire_entry_get_text (entry));
  const char *const *names = quire_entry_get_names (entry);
  g_autoptr (GString) text = g_string_new (prose);

  for (guint i = 0; i < verdicts->len; i++)
    if (g_array_index (verdicts, QuireFactVerdict, i) == QUIRE_FACT_PASSES)
      append_fact (text, quire_entry_get_fact (entry, i));
  if (names[0] != NULL && names[1] != NULL)
    {
      g_autofree char *aliases = g_strjoinv (", ", (GStrv) names + 1);

      g_string_append_printf (text, "\nAlso called: %s", aliases);
    }

  return g_strstrip (g_string_free_and_steal (g_steal_pointer (&text)));
}

static const char *
describe_verdict (QuireFactVerdict verdict)
{
  switch (verdict)
    {
    case QUIRE_FACT_FUTURE:
      return _ ("not true yet at this scene");
    case QUIRE_FACT_PAST:
      return _ ("no longer true at this scene");
    case QUIRE_FACT_SUPERSEDED:
      return _ ("a later fact has taken its place");
    case QUIRE_FACT_UNPLACED:
      return _ ("the scene from which it is true is not in the book");
    case QUIRE_FACT_PASSES:
    default:
      g_return_val_if_reached ("");
    }
}

static void
leave_out_facts (Gathering *self, QuireEntry *entry, GArray *verdicts)
{
  for (guint i = 0; i < verdicts->len; i++)
    {
      QuireFactVerdict verdict = g_array_index (verdicts, QuireFactVerdict, i);
      g_autofree char *title = NULL;

      if (verdict == QUIRE_FACT_PASSES)
        continue;

      title = g_strdup_printf ("%s: %s", quire_entry_get_name (entry), quire_entry_get_fact (entry, i)->attribute);
      quire_context_leave_out (self->context, quire_context_item_new (QUIRE_PART_ENTRY, "entry", quire_entry_get_id (entry),
                                                                      title, "", describe_verdict (verdict)));
    }
}

static void
judge_entry (Gathering *self, QuireEntry *entry, const char *reason)
{
  const char *id = quire_entry_get_id (entry);
  const char *name = quire_entry_get_name (entry);
  g_autoptr (GArray) verdicts = NULL;
  g_autofree char *text = NULL;

  if (!g_hash_table_add (self->judged, g_strdup (id)))
    return;

  if (quire_entry_get_send (entry) == QUIRE_SEND_NEVER)
    {
      g_autofree char *never = g_strdup_printf (_ ("marked as never to be sent (%s)"), reason);

      quire_context_leave_out (self->context, quire_context_item_new (QUIRE_PART_ENTRY, "entry", id, name, "", never));
      return;
    }

  verdicts = quire_fact_filter_judge (self->manuscript, entry, self->moment);
  text = render_entry (entry, verdicts);
  quire_context_offer (self->context, quire_context_item_new (QUIRE_PART_ENTRY, "entry", id, name, text, reason));
  leave_out_facts (self, entry, verdicts);
}

static void
judge_always (Gathering *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->codex)); i++)
    {
      g_autoptr (QuireEntry) entry = g_list_model_get_item (G_LIST_MODEL (self->codex), i);

      if (quire_entry_get_send (entry) == QUIRE_SEND_ALWAYS)
        judge_entry (self, entry, _ ("always sent"));
    }
}

static void
judge_outline (Gathering *self)
{
  g_autoptr (GPtrArray) namings = quire_codex_find_named (self->codex, self->text);

  for (guint i = 0; i < namings->len; i++)
    {
      const QuireNaming *naming = g_ptr_array_index (namings, i);
      g_autofree char *matched = quire_text_ellipsize (naming->matched, MAX_MATCHED_LENGTH);
      g_autofree char *reason = g_strdup_printf (_ ("named in the outline: “%s”"), matched);

      judge_entry (self, naming->entry, reason);
    }
}

static void
judge_queries (Gathering *self)
{
  for (guint q = 0; self->queries != NULL && self->queries[q] != NULL; q++)
    {
      g_autoptr (GPtrArray) namings = quire_codex_find_named (self->codex, self->queries[q]);
      g_autofree char *query = quire_text_ellipsize (self->queries[q], MAX_MATCHED_LENGTH);
      g_autofree char *reason = g_strdup_printf (_ ("asked for: “%s”"), query);

      for (guint i = 0; i < namings->len; i++)
        judge_entry (self, ((const QuireNaming *) g_ptr_array_index (namings, i))->entry, reason);
    }
}

/* One step and no further: what the entries taken so far name. */
static void
judge_named_in_entries (Gathering *self)
{
  GPtrArray *included = quire_context_get_included (self->context);
  guint n_included = included->len;

  for (guint i = 0; i < n_included; i++)
    {
      const QuireContextItem *item = g_ptr_array_index (included, i);
      g_autoptr (GPtrArray) namings = NULL;
      g_autofree char *reason = NULL;

      if (item->kind != QUIRE_PART_ENTRY)
        continue;

      namings = quire_codex_find_named (self->codex, item->text);
      reason = g_strdup_printf (_ ("named in the entry “%s”"), item->title);
      for (guint n = 0; n < namings->len; n++)
        judge_entry (self, ((const QuireNaming *) g_ptr_array_index (namings, n))->entry, reason);
    }
}

/* -- the scene before -- */

/* The nearest written scene before; NULL if there is none. */
static QuireNode *
find_preceding (Gathering *self)
{
  g_autoptr (GPtrArray) scenes = quire_manuscript_list_scenes (self->manuscript);
  QuireNode *scene = self->scene_id != NULL ? quire_manuscript_lookup (self->manuscript, self->scene_id) : NULL;
  int position = scene != NULL ? quire_manuscript_get_position (self->manuscript, scene) : self->position;

  if (position < 0 || position > (int) scenes->len)
    position = (int) scenes->len;

  for (int i = position - 1; i >= 0; i--)
    if (quire_node_get_words (g_ptr_array_index (scenes, i)) > 0)
      return g_ptr_array_index (scenes, i);

  return NULL;
}

static void
offer_preceding (Gathering *self, const char *scene_id, const char *title, const char *body)
{
  g_autofree char *text = quire_passage_without_comments (body);
  g_autofree char *end = quire_passage_dup_end (text, PRECEDING_WORDS);

  if (*end != '\0')
    quire_context_offer (self->context, quire_context_item_new (QUIRE_PART_PRECEDING, "scene", scene_id, title, end,
                                                                _ ("the end of the scene before")));
}

static DexFuture *
gather_fiber (gpointer data)
{
  Gathering *self = data;
  g_autoptr (QuireNode) preceding = NULL;
  g_autoptr (QuireSceneText) body = NULL;
  g_autofree char *title = NULL;
  g_autoptr (GError) error = NULL;

  if (!quire_await (quire_codex_load (self->codex), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  if (g_set_object (&preceding, find_preceding (self)))
    {
      g_autofree char *display = quire_node_dup_display_title (preceding);

      title = g_strdup_printf ("%s %s", quire_node_get_number (preceding), display);
      body = dex_await_object (quire_project_load_text (self->project, quire_node_get_id (preceding)), &error);
      if (body == NULL)
        return dex_future_new_for_error (g_steal_pointer (&error));
    }

  judge_always (self);
  if (body != NULL)
    offer_preceding (self, quire_node_get_id (preceding), title, quire_scene_text_get_body (body));
  judge_outline (self);
  judge_queries (self);
  judge_named_in_entries (self);

  return quire_future_new_take_object (g_object_ref (self->context));
}

DexFuture *
quire_knowledge_gather (QuireKnowledge *self, const QuireKnowledgeQuery *query)
{
  Gathering *gathering;
  QuireNode *scene = NULL;

  g_return_val_if_fail (QUIRE_IS_KNOWLEDGE (self), NULL);
  g_return_val_if_fail (query != NULL && query->text != NULL, NULL);

  gathering = g_new0 (Gathering, 1);
  gathering->project = g_object_ref (self->project);
  gathering->codex = g_object_ref (self->codex);
  gathering->manuscript = g_object_ref (quire_project_get_manuscript (self->project));
  gathering->text = g_strdup (query->text);
  gathering->queries = g_strdupv ((GStrv) query->queries);
  gathering->scene_id = g_strdup (query->scene_id);
  gathering->position = query->position;
  gathering->context = quire_context_new (query->budget_tokens > 0 ? query->budget_tokens : QUIRE_KNOWLEDGE_DEFAULT_BUDGET);
  gathering->judged = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (query->scene_id != NULL)
    scene = quire_manuscript_lookup (gathering->manuscript, query->scene_id);
  gathering->moment = scene != NULL ? quire_moment_of_scene (gathering->manuscript, scene) : quire_moment_before_position (query->position);

  return quire_fiber_spawn (gather_fiber, gathering, gathering_free);
}
