/* quire-fact-filter.c: which facts are true at a moment of the story
 *
 * Scene number n of the reading order is the moment 2n. A scene that does not exist yet and will be at position n is the
 * moment 2n - 1: after everything that stands before it, and before the scene that stands there now and will move on. A
 * fact is true from the moment of its first scene up to that of its last one, both counted in.
 *
 * It is a filter and no weight, because one leak gives a secret away. In doubt a fact stays out: when the scene from which
 * it is true lies in the Trash. When only its end cannot be placed, it is taken to be true still.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-knowledge"

#include "config.h"

#include "quire-fact-filter-private.h"

#include "quire-text.h"

#define ALWAYS G_MININT64
#define NEVER G_MAXINT64

QuireMoment
quire_moment_before_position (int position)
{
  return position < 0 ? NEVER : position * G_GINT64_CONSTANT (2) - 1;
}

QuireMoment
quire_moment_of_scene (QuireManuscript *manuscript, QuireNode *scene)
{
  int position = quire_manuscript_get_position (manuscript, scene);

  return position < 0 ? NEVER : position * G_GINT64_CONSTANT (2);
}

/* The moment of a scene id; @unknown when the scene is not in the book, @unset when there is no id. */
static QuireMoment
get_moment (QuireManuscript *manuscript, const char *scene_id, QuireMoment unset, QuireMoment unknown)
{
  QuireNode *scene;

  if (scene_id == NULL || *scene_id == '\0')
    return unset;

  scene = quire_manuscript_lookup (manuscript, scene_id);
  if (scene == NULL || quire_manuscript_get_position (manuscript, scene) < 0)
    return unknown;

  return quire_moment_of_scene (manuscript, scene);
}

static QuireFactVerdict
judge_alone (QuireManuscript *manuscript, const QuireFact *fact, QuireMoment moment, QuireMoment *from)
{
  QuireMoment to = get_moment (manuscript, fact->valid_to, NEVER, NEVER);

  *from = get_moment (manuscript, fact->valid_from, ALWAYS, NEVER);
  if (*from == NEVER)
    return QUIRE_FACT_UNPLACED;
  if (*from > moment)
    return QUIRE_FACT_FUTURE;
  if (to < moment)
    return QUIRE_FACT_PAST;

  return QUIRE_FACT_PASSES;
}

GArray *
quire_fact_filter_judge (QuireManuscript *manuscript, QuireEntry *entry, QuireMoment moment)
{
  guint n_facts = quire_entry_get_n_facts (entry);
  GArray *verdicts = g_array_sized_new (FALSE, TRUE, sizeof (QuireFactVerdict), n_facts);
  g_autofree QuireMoment *from = g_new (QuireMoment, n_facts + 1);
  g_autoptr (GHashTable) latest = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL); /* folded attribute → its latest moment */

  for (guint i = 0; i < n_facts; i++)
    {
      const QuireFact *fact = quire_entry_get_fact (entry, i);
      QuireFactVerdict verdict = judge_alone (manuscript, fact, moment, &from[i]);
      g_autofree char *attribute = quire_text_fold (fact->attribute);
      QuireMoment *known = g_hash_table_lookup (latest, attribute);

      g_array_append_val (verdicts, verdict);
      if (verdict == QUIRE_FACT_PASSES && (known == NULL || *known < from[i]))
        g_hash_table_replace (latest, g_steal_pointer (&attribute), &from[i]);
    }

  for (guint i = 0; i < n_facts; i++)
    {
      QuireFactVerdict *verdict = &g_array_index (verdicts, QuireFactVerdict, i);
      g_autofree char *attribute = quire_text_fold (quire_entry_get_fact (entry, i)->attribute);
      QuireMoment *known = g_hash_table_lookup (latest, attribute);

      if (*verdict == QUIRE_FACT_PASSES && *attribute != '\0' && from[i] < *known)
        *verdict = QUIRE_FACT_SUPERSEDED;
    }

  return verdicts;
}
