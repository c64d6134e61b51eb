/* quire-rehearsal-corpus.c: what rehearsal learned from a book's prose
 *
 * Narration is learned apart for each narrative mode (first or third person, past or present), since a book may change its teller from
 * scene to scene and a draft must not change in the middle of one; speech is learned for the whole book.
 *
 * Three small tables judge what the models write. `runs` holds every run of thirteen words of the book, so a sentence, together
 * with those before it, can be refused when it only copies. `shapes` holds every sequence of four kinds of words: function words stand for
 * themselves, others for their ending and the punctuation behind them. A splice whose shapes the book never shows is
 * probably no grammar. `persons` tells people from other names: the codex knows some, titles and speech tags give away the rest, and
 * the pronouns around a name tell which pronoun it takes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-agents"

#include "config.h"

#include "quire-rehearsal-corpus.h"

#include <string.h>

#include "quire-rehearsal-corpus-private.h"
#include "quire-rehearsal-english.h"
#include "quire-text.h"

#define MIN_GENDER_EVIDENCE 3
#define SUBJECT_WEIGHT 2 /* of a pronoun that begins the sentence behind a name */
#define TITLE_WEIGHT 4

/* What is known of a capitalised word while the book is being read. */
typedef struct
{
  guint count;     /* not at the beginning of a sentence */
  guint starts;    /* at the beginning of one */
  guint as_person; /* titled or speaking */
  guint as_place;  /* behind a preposition */
  guint he;
  guint she;
} Name;

typedef struct
{
  QuireRehearsalCorpus *corpus;
  QuireNarrativeMode mode;
  GHashTable *names; /* word → Name */
  char *last_name;   /* the only name of the sentence before */
} Learner;

G_DEFINE_BOXED_TYPE (QuireRehearsalCorpus, quire_rehearsal_corpus, quire_rehearsal_corpus_ref, quire_rehearsal_corpus_unref)

QuireRehearsalScene *
quire_rehearsal_scene_new (const char *body, const char *point_of_view)
{
  QuireRehearsalScene *self = g_new0 (QuireRehearsalScene, 1);

  self->body = g_strdup (body);
  self->point_of_view = g_strdup (point_of_view != NULL ? point_of_view : "");

  return self;
}

void
quire_rehearsal_scene_free (QuireRehearsalScene *self)
{
  if (self == NULL)
    return;

  g_free (self->body);
  g_free (self->point_of_view);
  g_free (self);
}

static void
person_free (gpointer data)
{
  QuireRehearsalPerson *person = data;

  g_free (person->name);
  g_free (person);
}

static void
tag_free (gpointer data)
{
  QuireRehearsalTag *tag = data;

  g_free (tag->before);
  g_free (tag->behind);
  g_free (tag);
}

QuireRehearsalCorpus *
quire_rehearsal_corpus_ref (QuireRehearsalCorpus *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->references);

  return self;
}

void
quire_rehearsal_corpus_unref (QuireRehearsalCorpus *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->references))
    return;

  for (guint i = 0; i < QUIRE_N_MODES; i++)
    quire_markov_unref (self->narration[i]);
  quire_markov_unref (self->speech);
  g_hash_table_unref (self->modes);
  g_hash_table_unref (self->persons);
  g_ptr_array_unref (self->tags);
  g_array_unref (self->paragraphs);
  g_hash_table_unref (self->runs);
  g_hash_table_unref (self->shapes);
  g_free (self);
}

/* -- names -- */

static Name *
get_name (Learner *learner, const char *word)
{
  Name *name = g_hash_table_lookup (learner->names, word);

  if (name == NULL)
    {
      name = g_new0 (Name, 1);
      g_hash_table_insert (learner->names, g_strdup (word), name);
    }

  return name;
}

static void
count_gender (Learner *learner, const char *word, int gender, guint weight)
{
  Name *name = get_name (learner, word);

  if (gender == 1)
    name->he += weight;
  else if (gender == 2)
    name->she += weight;
}

/* The first pronoun behind a name means its bearer more often than not; the later ones may mean anybody. */
static void
count_first_pronoun (Learner *learner, const char *name, const char *const *words, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      int gender = quire_english_get_gender (words[i]);

      if (gender != 0)
        {
          count_gender (learner, name, gender, 1);
          return;
        }
    }
}

static gboolean
speaks_near (const char *const *words, guint i, guint n)
{
  return (i > 0 && quire_english_is_speech_verb (words[i - 1])) || (i + 1 < n && quire_english_is_speech_verb (words[i + 1]));
}

/* Words before which a name is seldom a person's. */
static gboolean
is_place_word (const char *word)
{
  return g_strv_contains (((const char *const[]) { "in", "at", "on", "to", "from", "of", "the", "a", "by", "since", "until", "till", "last", "next", "every", "through", "into", "near", NULL }), word);
}

static GStrv
bare_words (const char *const *tokens, guint n)
{
  GStrv words = g_new0 (char *, n + 1);

  for (guint i = 0; i < n; i++)
    words[i] = quire_rehearsal_bare_word (tokens[i], NULL, NULL);

  return words;
}

/* A capitalised word that is neither a title nor a word of its own kind ("The", "They"). */
static gboolean
may_be_name (const char *word)
{
  g_autofree char *stem = NULL;

  if (*word == '\0' || !quire_rehearsal_is_capitalised (word) || quire_english_is_title (word))
    return FALSE;

  stem = quire_english_stem (word);

  return *stem != '\0';
}

static void
learn_names (Learner *learner, QuireProseKind kind, const char *const *tokens, guint n)
{
  g_auto (GStrv) words = bare_words (tokens, n);

  for (guint i = 0; i < n; i++)
    {
      gboolean titled = i > 0 && quire_english_is_title (words[i - 1]);
      Name *name;

      if (!may_be_name (words[i]))
        continue;

      name = get_name (learner, words[i]);
      /* A capital at the beginning of a sentence proves nothing. */
      if (i == 0 && kind != QUIRE_PROSE_TAG)
        {
          name->starts++;
          continue;
        }
      name->count++;
      name->as_place += i > 0 && is_place_word (words[i - 1]);
      name->as_person += titled || (kind == QUIRE_PROSE_TAG && speaks_near ((const char *const *) words, i, n));
      if (titled)
        count_gender (learner, words[i], quire_english_get_title_gender (words[i - 1]), TITLE_WEIGHT);
    }
}

/* The second reading, when it is known which words are names. */
static void
learn_genders_cb (QuireProseKind kind, const char *const *tokens, guint n, gpointer data)
{
  Learner *learner = data;
  g_auto (GStrv) words = NULL;
  const char *only = NULL;
  guint only_at = 0;
  guint n_names = 0;

  if (kind == QUIRE_PROSE_PARAGRAPH)
    return;

  words = bare_words (tokens, n);
  for (guint i = 0; i < n; i++)
    {
      const Name *name = may_be_name (words[i]) ? g_hash_table_lookup (learner->names, words[i]) : NULL;

      if (name == NULL || name->count == 0)
        continue;
      n_names++;
      only = words[i];
      only_at = i;
    }

  if (n_names == 1)
    count_first_pronoun (learner, only, (const char *const *) words + only_at + 1, n - only_at - 1);
  else if (n_names == 0 && learner->last_name != NULL)
    count_gender (learner, learner->last_name, quire_english_get_gender (words[0]), SUBJECT_WEIGHT);
  if (n_names > 0)
    g_set_str (&learner->last_name, n_names == 1 ? only : NULL);
}

static void
add_person (QuireRehearsalCorpus *self, const char *word, const char *name, int gender)
{
  QuireRehearsalPerson *person;

  if (g_hash_table_contains (self->persons, word))
    return;

  person = g_new0 (QuireRehearsalPerson, 1);
  person->name = g_strdup (name);
  person->gender = gender;
  g_hash_table_insert (self->persons, g_strdup (word), person);
}

static int
weigh_gender (guint he, guint she)
{
  if (he >= MIN_GENDER_EVIDENCE && he > 2 * she)
    return 1;

  return she >= MIN_GENDER_EVIDENCE && she > 2 * he ? 2 : 0;
}

static void
learn_entry (Learner *learner, QuireEntry *entry)
{
  const char *const *names = quire_entry_get_names (entry);
  g_auto (GStrv) text = NULL;
  guint he = 0;
  guint she = 0;

  if (!g_str_equal (quire_entry_get_category (entry), "characters"))
    return;

  text = g_strsplit_set (quire_entry_get_text (entry), " \n,.;:", 400);
  for (guint i = 0; text[i] != NULL; i++)
    {
      int gender = quire_english_get_gender (text[i]);

      he += gender == 1;
      she += gender == 2;
    }

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit (names[i], " ", -1);
      int titled = quire_english_get_title_gender (words[0]);

      for (guint j = 0; words[j] != NULL; j++)
        {
          g_autofree char *word = quire_rehearsal_bare_word (words[j], NULL, NULL);
          Name *name = g_hash_table_lookup (learner->names, word);
          int gender = titled != 0 ? titled : weigh_gender (he + (name != NULL ? name->he / 2 : 0), she + (name != NULL ? name->she / 2 : 0));

          if (*word != '\0' && quire_rehearsal_is_capitalised (word) && !quire_english_is_title (word))
            add_person (learner->corpus, word, quire_entry_get_name (entry), gender);
        }
    }
}

static void
learn_persons (Learner *learner, GPtrArray *entries)
{
  GHashTableIter iter;
  gpointer word, value;

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    learn_entry (learner, g_ptr_array_index (entries, i));

  g_hash_table_iter_init (&iter, learner->names);
  while (g_hash_table_iter_next (&iter, &word, &value))
    {
      const Name *name = value;
      guint pronouns = MAX (name->he, name->she);
      gboolean speaks = name->as_person >= 2 && name->as_person * 20 >= name->count;
      /* Who acts at the beginning of sentences and is he or she afterwards. */
      gboolean acts = name->count >= 2 && name->starts >= 3 && name->as_place * 4 <= name->count && pronouns * 4 >= name->count + name->starts;

      if (speaks || (acts && weigh_gender (name->he, name->she) != 0))
        add_person (learner->corpus, word, word, weigh_gender (name->he, name->she));
    }
}

/* -- speech tags -- */

/* A tag while it is read. */
typedef struct
{
  GString *before;
  GString *behind;
  gboolean has_subject;
  gboolean first_person;
  gboolean speaks;
  gboolean asks;
  int gender;
} TagReader;

/* The speaker: a name or a pronoun, alone or with the punctuation that ends the tag. */
static gboolean
read_tag_subject (TagReader *reader, const char *token, const char *word)
{
  gboolean possessive;

  if (!quire_rehearsal_is_capitalised (word) && !g_str_equal (word, "I") && !g_str_equal (word, "he") && !g_str_equal (word, "she"))
    return FALSE;

  possessive = strstr (token, "’s") != NULL || strstr (token, "'s") != NULL;
  if (possessive || !g_str_has_prefix (token, word))
    return FALSE;

  reader->has_subject = TRUE;
  reader->first_person = g_str_equal (word, "I");
  g_string_append (reader->behind, token + strlen (word));

  return TRUE;
}

/* FALSE when the tag speaks of somebody besides the speaker, whom the next speaker may not know. */
static gboolean
read_tag_word (TagReader *reader, guint i, const char *token)
{
  g_autofree char *word = quire_rehearsal_bare_word (token, NULL, NULL);
  int gender = quire_english_get_gender (word);

  if (i < 2 && quire_english_is_speech_verb (word))
    {
      reader->speaks = TRUE;
      reader->asks = g_str_has_prefix (word, "ask");
    }
  if (!reader->has_subject && i < 2 && read_tag_subject (reader, token, word))
    return TRUE;

  if (quire_rehearsal_is_capitalised (word) || g_str_equal (word, "I") || g_str_equal (word, "me") || g_str_equal (word, "my"))
    return FALSE;
  if (gender != 0 && reader->gender != 0 && gender != reader->gender)
    return FALSE;
  if (gender != 0)
    reader->gender = gender;

  if (reader->has_subject)
    g_string_append_printf (reader->behind, " %s", token);
  else
    g_string_append_printf (reader->before, "%s ", token);

  return TRUE;
}

static void
learn_tag (Learner *learner, const char *const *tokens, guint n)
{
  g_autoptr (GString) before = g_string_new (NULL);
  g_autoptr (GString) behind = g_string_new (NULL);
  TagReader reader = { before, behind, FALSE, FALSE, FALSE, FALSE, 0 };
  QuireRehearsalTag *tag;

  for (guint i = 0; i < n; i++)
    {
      if (!read_tag_word (&reader, i, tokens[i]))
        return;
    }

  if (!reader.has_subject || !reader.speaks || !g_str_has_suffix (behind->str, "."))
    return;

  tag = g_new0 (QuireRehearsalTag, 1);
  tag->before = g_strdup (before->str);
  tag->behind = g_strdup (behind->str);
  tag->first_person = reader.first_person;
  tag->present = quire_mode_is_present (learner->mode);
  tag->gender = reader.gender;
  tag->asks = reader.asks;
  g_ptr_array_add (learner->corpus->tags, tag);
}

/* -- learning -- */

static void
learn_cb (QuireProseKind kind, const char *const *tokens, guint n_tokens, gpointer data)
{
  Learner *learner = data;
  QuireRehearsalCorpus *corpus = learner->corpus;

  switch (kind)
    {
    case QUIRE_PROSE_NARRATION:
      quire_markov_add (corpus->narration[learner->mode], tokens, n_tokens);
      quire_rehearsal_corpus_learn_shapes (corpus, tokens, n_tokens);
      break;

    case QUIRE_PROSE_SPEECH:
      quire_markov_add (corpus->speech, tokens, n_tokens);
      quire_rehearsal_corpus_learn_shapes (corpus, tokens, n_tokens);
      break;

    case QUIRE_PROSE_TAG:
      learn_tag (learner, tokens, n_tokens);
      break;

    case QUIRE_PROSE_PARAGRAPH:
    default:
      g_array_append_val (corpus->paragraphs, n_tokens);
      return;
    }

  learn_names (learner, kind, tokens, n_tokens);
}

static void
learn_scene (Learner *learner, const QuireRehearsalScene *scene, gboolean nearest)
{
  QuireRehearsalCorpus *corpus = learner->corpus;
  g_autofree char *teller = quire_text_fold (scene->point_of_view);
  QuireModeCount count = { 0 };

  quire_rehearsal_prose_read (scene->body, corpus->quotes, quire_mode_count_cb, &count);
  learner->mode = corpus->english ? quire_mode_count_decide (&count, corpus->nearest_mode) : QUIRE_MODE_THIRD_PAST;
  if (nearest)
    corpus->nearest_mode = learner->mode;
  if (*teller != '\0' && !g_hash_table_contains (corpus->modes, teller))
    g_hash_table_insert (corpus->modes, g_steal_pointer (&teller), GUINT_TO_POINTER (learner->mode + 1));

  quire_rehearsal_prose_read (scene->body, corpus->quotes, learn_cb, learner);
  quire_rehearsal_corpus_learn_runs (corpus, scene->body);
}

static QuireRehearsalCorpus *
corpus_new (GPtrArray *scenes, const char *language)
{
  QuireRehearsalCorpus *self = g_new0 (QuireRehearsalCorpus, 1);
  g_autoptr (GPtrArray) bodies = g_ptr_array_new ();

  for (guint i = 0; i < scenes->len; i++)
    g_ptr_array_add (bodies, ((QuireRehearsalScene *) g_ptr_array_index (scenes, i))->body);

  g_atomic_ref_count_init (&self->references);
  self->english = language == NULL || *language == '\0' || g_ascii_strncasecmp (language, "en", 2) == 0;
  self->quotes = quire_rehearsal_prose_detect_quotes (bodies);
  for (guint i = 0; i < QUIRE_N_MODES; i++)
    self->narration[i] = quire_markov_new (quire_english_stem);
  self->speech = quire_markov_new (quire_english_stem);
  self->modes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->persons = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, person_free);
  self->tags = g_ptr_array_new_with_free_func (tag_free);
  self->paragraphs = g_array_new (FALSE, FALSE, sizeof (guint));
  self->runs = g_hash_table_new (NULL, NULL);
  self->shapes = g_hash_table_new (NULL, NULL);

  return self;
}

QuireRehearsalCorpus *
quire_rehearsal_corpus_new (GPtrArray *scenes, GPtrArray *entries, const char *language)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  QuireRehearsalCorpus *self;
  Learner learner = { 0 };

  g_return_val_if_fail (scenes != NULL, NULL);

  self = corpus_new (scenes, language);
  learner.corpus = self;
  learner.names = names;

  for (guint i = 0; i < scenes->len; i++)
    learn_scene (&learner, g_ptr_array_index (scenes, i), i == 0);
  for (guint i = 0; i < scenes->len; i++)
    quire_rehearsal_prose_read (((QuireRehearsalScene *) g_ptr_array_index (scenes, i))->body, self->quotes, learn_genders_cb, &learner);
  learn_persons (&learner, entries);
  g_free (learner.last_name);

  for (guint i = 0; i < QUIRE_N_MODES; i++)
    quire_markov_build (self->narration[i]);
  quire_markov_build (self->speech);

  return self;
}

const QuireRehearsalPerson *
quire_rehearsal_corpus_get_person (QuireRehearsalCorpus *self, const char *word)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (word != NULL, NULL);

  return g_hash_table_lookup (self->persons, word);
}
