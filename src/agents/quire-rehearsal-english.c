/* quire-rehearsal-english.c: the little English that rehearsal knows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-agents"

#include "config.h"

#include "quire-rehearsal-english.h"

#include <string.h>

#include "quire-text.h"

#define MAX_FORM_BYTES 32

/* Words that say nothing about what a sentence is about. Sorted. */
static const char *const stop_words[] = {
  "a", "about", "after", "again", "all", "along", "already", "also", "although", "always", "am", "an", "and", "another", "any", "anybody", "anyone",
  "anything", "are", "around", "as", "at", "away", "back", "be", "because", "been", "before", "behind", "being", "between", "both", "but", "by",
  "came", "can", "come", "comes", "could", "did", "do", "does", "down", "each", "even", "ever", "every", "everybody", "everyone",
  "everything", "few", "first", "for", "from", "get", "gets", "go", "goes", "going", "got", "had", "has", "have", "he", "her", "here", "hers",
  "herself", "him", "himself", "his", "how", "i", "if", "in", "into", "is", "it", "its", "itself", "just", "last", "let", "like", "made", "make",
  "makes", "many", "may", "me", "might", "more", "most", "much", "must", "my", "myself", "never", "no", "nobody", "none", "nor", "not", "nothing",
  "now", "nowhere", "of", "off", "on", "once", "one", "only", "or", "other", "our", "out", "over", "own", "perhaps", "said", "same", "say", "says",
  "she", "should", "so", "some", "somebody", "someone", "something", "sometimes", "somewhere", "still", "such", "than", "that", "the",
  "their", "them", "then", "there", "these", "they", "thing", "things", "this", "those", "though", "through", "to", "too", "took", "two", "under",
  "until", "up", "upon", "us", "very", "was", "way", "we", "well", "went", "were", "what", "whatever", "when", "whenever", "where",
  "wherever", "which", "while", "who", "whoever", "whom", "whose", "why", "will", "with", "without", "would", "yes", "yet", "you", "your"
};

/* Base form and past, in turn, of verbs that do not simply take -ed. */
static const char *const irregular_verbs[] = {
  "be", "was", "have", "had", "do", "did", "go", "went", "say", "said", "see", "saw", "come", "came", "take", "took", "get", "got", "make", "made",
  "know", "knew", "think", "thought", "find", "found", "give", "gave", "tell", "told", "become", "became", "leave", "left", "feel", "felt", "bring",
  "brought", "begin", "began", "keep", "kept", "hold", "held", "write", "wrote", "stand", "stood", "hear", "heard", "let", "let", "mean", "meant",
  "set", "set", "meet", "met", "run", "ran", "pay", "paid", "sit", "sat", "speak", "spoke", "lie", "lay", "lead", "led", "read", "read", "grow",
  "grew", "lose", "lost", "fall", "fell", "send", "sent", "build", "built", "understand", "understood", "draw", "drew", "break", "broke", "spend",
  "spent", "cut", "cut", "rise", "rose", "drive", "drove", "buy", "bought", "wear", "wore", "choose", "chose", "seek", "sought", "throw", "threw",
  "catch", "caught", "deal", "dealt", "win", "won", "forget", "forgot", "shake", "shook", "hang", "hung", "strike", "struck", "put", "put", "sell",
  "sold", "teach", "taught", "fight", "fought", "lay", "laid", "sleep", "slept", "eat", "ate", "drink", "drank", "sing", "sang", "ring", "rang",
  "swim", "swam", "sink", "sank", "fly", "flew", "ride", "rode", "hide", "hid", "bite", "bit", "shut", "shut", "hit", "hit", "hurt", "hurt", "burst",
  "burst", "cast", "cast", "cost", "cost", "spread", "spread", "shed", "shed", "steal", "stole", "swear", "swore", "tear", "tore", "wake", "woke",
  "weave", "wove", "freeze", "froze", "bend", "bent", "lend", "lent", "sweep", "swept", "creep", "crept", "weep", "wept", "kneel", "knelt", "bind",
  "bound", "wind", "wound", "grind", "ground", "dig", "dug", "stick", "stuck", "swing", "swung", "spin", "spun", "cling", "clung", "fling", "flung",
  "slide", "slid", "shine", "shone", "shoot", "shot", "light", "lit", "feed", "fed", "bleed", "bled", "flee", "fled", "breed", "bred", "blow",
  "blew", "forgive", "forgave", "withdraw", "withdrew", "overhear", "overheard", "undo", "undid", "foresee", "foresaw", "mistake", "mistook",
  "undertake", "undertook", "withhold", "withheld", "quit", "quit", "split", "split", "dream", "dreamed", "lean", "leaned", "learn", "learned",
  "burn", "burned", "spill", "spilled", "stride", "strode", "tread", "trod", "slip", "slipped", "stop", "stopped", "step", "stepped", "drop",
  "dropped", "grab", "grabbed", "nod", "nodded", "wrap", "wrapped", "tap", "tapped", "rub", "rubbed", "beg", "begged", "plan", "planned", "trap",
  "trapped", "slam", "slammed", "admit", "admitted", "refer", "referred", "prefer", "preferred", "regret", "regretted", "permit", "permitted",
  "occur", "occurred", "clap", "clapped", "pin", "pinned", "stir", "stirred", "snap", "snapped", "drag", "dragged", "hug", "hugged", "rob", "robbed",
  "sob", "sobbed", "chat", "chatted", "pat", "patted", "dip", "dipped", "zip", "zipped", "ship", "shipped", "trip", "tripped", "strip", "stripped",
  "tip", "tipped", "whip", "whipped", "knit", "knitted", "commit", "committed", "omit", "omitted", "submit", "submitted", "scrub", "scrubbed",
  "stab", "stabbed", "ban", "banned", "scan", "scanned", "hum", "hummed", "skip", "skipped", "spot", "spotted", "plot", "plotted", "knot", "knotted",
  "jot", "jotted", "mop", "mopped", "hop", "hopped", "shop", "shopped", "rap", "rapped"
};

/* Regular verbs that outlines are made of; as nouns in the plural they are rare there. */
static const char *const regular_verbs[] = {
  "accept", "accuse", "agree", "allow", "announce", "answer", "appear", "argue", "arrive", "ask", "attack", "avoid", "believe", "betray", "blame",
  "borrow", "call", "carry", "chase", "check", "claim", "climb", "close", "collapse", "collect", "compare", "complain", "conceal", "confess",
  "confront", "consider", "contain", "continue", "convince", "count", "cover", "cross", "cry", "dance", "dare", "decide", "deliver", "demand",
  "deny", "describe", "deserve", "destroy", "die", "disappear", "discover", "discuss", "dismiss", "doubt", "enter", "escape", "examine", "expect",
  "explain", "face", "fail", "fear", "finish", "fire", "fold", "follow", "force", "gather", "glance", "guess", "happen", "hate", "help", "hesitate",
  "hope", "ignore", "imagine", "inherit", "insist", "interrupt", "introduce", "invite", "join", "jump", "kill", "kiss", "knock", "land", "laugh",
  "lift", "listen", "live", "lock", "look", "love", "manage", "marry", "measure", "mention", "mend", "miss", "move", "need", "notice", "obey",
  "offer", "open", "order", "overlook", "pass", "pick", "play", "plead", "point", "pour", "pretend", "press", "promise", "propose", "protest",
  "prove", "pull", "push", "question", "quarrel", "reach", "realise", "realize", "recall", "receive", "recognise", "recognize", "refuse", "rehearse",
  "remain", "remember", "remind", "repeat", "reply", "rescue", "resist", "return", "reveal", "row", "rush", "save", "search", "seem", "settle",
  "share", "shout", "show", "sign", "smile", "smell", "sort", "stare", "start", "stay", "study", "stumble", "suggest", "surprise", "suspect", "talk",
  "taste", "tease", "test", "thank", "threaten", "touch", "trace", "travel", "trust", "try", "turn", "use", "visit", "vanish", "wait", "walk",
  "want", "warn", "wash", "watch", "weigh", "whisper", "wipe", "wish", "wonder", "work", "worry", "yield", "cook", "clean", "dry", "empty", "end",
  "fill", "forge", "fetch", "hand", "hurry", "lower", "raise", "owe", "own", "name", "note", "ruin", "serve", "slow", "soften", "swallow", "tie",
  "tremble", "uncover", "unlock", "unwrap", "urge", "sail", "scream", "sigh", "shrug", "signal", "attend", "approach", "apologise", "apologize",
  "admire"
};

/* Ends in s, stands where a verb may stand, and is none. Sorted. */
static const char *const false_verbs[] = {
  "across", "afterwards", "almost", "always", "backwards", "besides", "downstairs", "else's", "forwards", "hers", "his", "indoors", "inwards", "its",
  "less", "nevertheless", "nonetheless", "nowadays", "onwards", "ours", "outdoors", "outwards", "overseas", "perhaps", "plus", "regardless",
  "sometimes", "theirs", "this", "thus", "towards", "unless", "upstairs", "upwards", "us", "yes", "yours"
};

static const struct
{
  const char *contraction;
  const char *full;
} contractions[] = {
  { "don't", "do not" },
  { "doesn't", "does not" },
  { "didn't", "did not" },
  { "isn't", "is not" },
  { "aren't", "are not" },
  { "wasn't", "was not" },
  { "weren't", "were not" },
  { "hasn't", "has not" },
  { "haven't", "have not" },
  { "hadn't", "had not" },
  { "can't", "cannot" },
  { "couldn't", "could not" },
  { "won't", "will not" },
  { "wouldn't", "would not" },
  { "shouldn't", "should not" },
  { "mustn't", "must not" },
  { "needn't", "need not" },
  { "i'm", "I am" },
  { "i've", "I have" },
  { "i'll", "I will" },
  { "you're", "you are" },
  { "you've", "you have" },
  { "you'll", "you will" },
  { "we're", "we are" },
  { "we've", "we have" },
  { "we'll", "we will" },
  { "they're", "they are" },
  { "they've", "they have" },
  { "they'll", "they will" },
  { "he'll", "he will" },
  { "she'll", "she will" },
  { "it'll", "it will" },
  { "let's", "let us" },
  { "that'll", "that will" },
};

static int
compare_words (const void *key, const void *element)
{
  return strcmp (key, *(const char *const *) element);
}

static gboolean
is_in (const char *word, const char *const *list, gsize n)
{
  return bsearch (word, list, n, sizeof *list, compare_words) != NULL;
}

char *
quire_english_stem (const char *token)
{
  g_autofree char *folded = quire_text_fold (token);
  char *start = folded;
  char *apostrophe;
  gsize n;

  while (*start != '\0' && !g_ascii_isalnum (*start) && (guchar) *start < 0x80)
    start++;
  n = strlen (start);
  while (n > 0 && !g_ascii_isalnum (start[n - 1]) && (guchar) start[n - 1] < 0x80)
    start[--n] = '\0';

  /* "couldn't"; "they've", "Nora's" */
  if (g_str_has_suffix (start, "n't"))
    return g_strdup ("");
  apostrophe = strchr (start, '\'');
  if (apostrophe != NULL && apostrophe > start)
    start[n = (gsize) (apostrophe - start)] = '\0';
  if (is_in (start, stop_words, G_N_ELEMENTS (stop_words)))
    return g_strdup ("");

  if (n > 5 && g_str_has_suffix (start, "ing"))
    start[n -= 3] = '\0';
  else if (n > 4 && g_str_has_suffix (start, "ies"))
    start[n -= 2] = '\0';
  else if (n > 4 && (g_str_has_suffix (start, "ed") || g_str_has_suffix (start, "ly")))
    start[n -= 2] = '\0';
  else if (n > 3 && start[n - 1] == 's' && start[n - 2] != 's')
    start[--n] = '\0';

  /* "hope", "hoping", "hoped" and "stop", "stopped" come together. */
  if (n > 3 && start[n - 1] == 'e')
    start[--n] = '\0';
  if (n > 3 && start[n - 1] == start[n - 2] && g_ascii_isalpha (start[n - 1]))
    start[--n] = '\0';

  return g_strdup (start);
}

static const char *
find_past (const char *lemma)
{
  for (guint i = 0; i < G_N_ELEMENTS (irregular_verbs); i += 2)
    {
      if (g_str_equal (irregular_verbs[i], lemma))
        return irregular_verbs[i + 1];
    }

  return NULL;
}

gboolean
quire_english_is_verb (const char *lemma)
{
  if (find_past (lemma) != NULL)
    return TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (regular_verbs); i++)
    {
      if (g_str_equal (regular_verbs[i], lemma))
        return TRUE;
    }

  return FALSE;
}

char *
quire_english_lemma (const char *word, gboolean lenient)
{
  gsize n = strlen (word);
  g_autofree char *base = NULL;

  if (g_str_equal (word, "is"))
    return g_strdup ("be");
  if (g_str_equal (word, "has"))
    return g_strdup ("have");
  if (n < 4 || n > MAX_FORM_BYTES || word[n - 1] != 's' || word[n - 2] == 's' || word[n - 2] == '\'' || !g_str_is_ascii (word))
    return NULL;
  if (is_in (word, false_verbs, G_N_ELEMENTS (false_verbs)))
    return NULL;
  for (const char *c = word; *c != '\0'; c++)
    {
      if (!g_ascii_islower (*c))
        return NULL;
    }

  base = g_strndup (word, n - 1);
  if (quire_english_is_verb (base))
    return g_steal_pointer (&base);

  if (g_str_has_suffix (word, "ies"))
    {
      g_free (base);
      base = g_strdup_printf ("%.*sy", (int) n - 3, word);
      return lenient || quire_english_is_verb (base) ? g_steal_pointer (&base) : NULL;
    }

  if (g_str_has_suffix (word, "es"))
    {
      g_autofree char *shorter = g_strndup (word, n - 2);

      if (quire_english_is_verb (shorter) || (lenient && (g_str_has_suffix (shorter, "sh") || g_str_has_suffix (shorter, "ch") || g_str_has_suffix (shorter, "ss") ||
                                                          g_str_has_suffix (shorter, "x") || g_str_has_suffix (shorter, "zz"))))
        return g_steal_pointer (&shorter);
    }

  return lenient ? g_steal_pointer (&base) : NULL;
}

int
quire_english_get_tense (const char *word)
{
  const char *past = find_past (word);
  g_autofree char *lemma = NULL;

  if (past != NULL)
    return g_str_equal (past, word) ? 0 : 2;

  for (guint i = 1; i < G_N_ELEMENTS (irregular_verbs); i += 2)
    {
      if (g_str_equal (irregular_verbs[i], word))
        return 1;
    }
  if (strlen (word) > 4 && g_str_has_suffix (word, "ed"))
    return 1;

  lemma = quire_english_lemma (word, FALSE);

  return lemma != NULL || quire_english_is_verb (word) ? 2 : 0;
}

static gboolean
ends_in_consonant_y (const char *lemma, gsize n)
{
  return n > 1 && lemma[n - 1] == 'y' && strchr ("aeiou", lemma[n - 2]) == NULL;
}

static char *
make_past (const char *lemma)
{
  const char *past = find_past (lemma);
  gsize n = strlen (lemma);

  if (past != NULL)
    return g_strdup (past);
  if (n > 0 && lemma[n - 1] == 'e')
    return g_strdup_printf ("%sd", lemma);
  if (ends_in_consonant_y (lemma, n))
    return g_strdup_printf ("%.*sied", (int) n - 1, lemma);

  return g_strdup_printf ("%sed", lemma);
}

static char *
make_third_person (const char *lemma)
{
  gsize n = strlen (lemma);

  if (g_str_equal (lemma, "be"))
    return g_strdup ("is");
  if (g_str_equal (lemma, "have"))
    return g_strdup ("has");
  if (ends_in_consonant_y (lemma, n))
    return g_strdup_printf ("%.*sies", (int) n - 1, lemma);
  if (g_str_has_suffix (lemma, "s") || g_str_has_suffix (lemma, "sh") || g_str_has_suffix (lemma, "ch") || g_str_has_suffix (lemma, "x") ||
      g_str_has_suffix (lemma, "zz") || g_str_has_suffix (lemma, "go") || g_str_has_suffix (lemma, "do"))
    return g_strdup_printf ("%ses", lemma);

  return g_strdup_printf ("%ss", lemma);
}

char *
quire_english_inflect (const char *lemma, QuireEnglishForm form)
{
  if (form == QUIRE_ENGLISH_PRESENT)
    return make_third_person (lemma);
  if (form == QUIRE_ENGLISH_PRESENT_I)
    return g_strdup (g_str_equal (lemma, "be") ? "am" : lemma);

  return make_past (lemma);
}

static const char *const masculine[] = { "he", "him", "his", "himself", "he'd", "he's", "he'll" };
static const char *const feminine[] = { "she", "her", "hers", "herself", "she'd", "she's", "she'll" };

static char *
fold_word (const char *word)
{
  char *folded = g_ascii_strdown (word, -1);
  char *curly;

  while ((curly = strstr (folded, "’")) != NULL)
    {
      *curly = '\'';
      memmove (curly + 1, curly + strlen ("’"), strlen (curly + strlen ("’")) + 1);
    }

  return folded;
}

int
quire_english_get_gender (const char *word)
{
  g_autofree char *folded = NULL;

  if (*word == '\0' || strchr ("hHsS", *word) == NULL)
    return 0;

  folded = fold_word (word);
  for (guint i = 0; i < G_N_ELEMENTS (masculine); i++)
    {
      if (g_str_equal (folded, masculine[i]))
        return 1;
      if (g_str_equal (folded, feminine[i]))
        return 2;
    }

  return 0;
}

gboolean
quire_english_is_function_word (const char *word)
{
  static const char *const words[] = {
    "a", "about", "across", "after", "again", "against", "all", "along", "an", "and", "around", "as", "at", "away", "back", "because", "before",
    "behind", "beside", "but", "by", "down", "for", "from", "if", "in", "inside", "into", "like", "off", "on", "or", "out", "over", "past", "so",
    "than", "that", "the", "then", "there", "this", "through", "to", "too", "towards", "under", "until", "up", "was", "what", "when", "where",
    "while", "who", "why", "with", "without"
  };
  g_autofree char *folded = fold_word (word);

  return is_in (folded, words, G_N_ELEMENTS (words));
}

const char *
quire_english_shift_gender (const char *word, const char *next)
{
  static const char *const pairs[][2] = {
    { "he", "she" },
    { "himself", "herself" },
    { "he'd", "she’d" },
    { "he's", "she’s" },
    { "he'll", "she’ll" },
    { "him", "her" },
    { "she", "he" },
    { "herself", "himself" },
    { "she'd", "he’d" },
    { "she's", "he’s" },
    { "she'll", "he’ll" },
    { "hers", "his" },
  };
  g_autofree char *folded = fold_word (word);
  gboolean stands_alone = next == NULL || *next == '\0' || quire_english_is_function_word (next);

  if (g_str_equal (folded, "his"))
    return stands_alone ? "hers" : "her";
  if (g_str_equal (folded, "her"))
    return stands_alone ? "him" : "his";

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      if (g_str_equal (folded, pairs[i][0]))
        return pairs[i][1];
    }

  return NULL;
}

const char *
quire_english_expand (const char *word)
{
  g_autofree char *folded = fold_word (word);

  for (guint i = 0; i < G_N_ELEMENTS (contractions); i++)
    {
      if (g_str_equal (folded, contractions[i].contraction))
        return contractions[i].full;
    }

  return NULL;
}

gboolean
quire_english_is_title (const char *word)
{
  static const char *const titles[] = {
    "Aunt", "Captain", "Doctor", "Dr", "Father", "Inspector", "Judge", "Lady", "Lord", "Madame", "Miss", "Mr", "Mrs", "Ms", "Professor", "Reverend",
    "Sergeant", "Sir", "Sister", "Uncle"
  };
  gsize n = strlen (word);
  g_autofree char *bare = g_strndup (word, n > 0 && word[n - 1] == '.' ? n - 1 : n);

  return is_in (bare, titles, G_N_ELEMENTS (titles));
}

int
quire_english_get_name_gender (const char *word)
{
  static const char *const his[] = {
    "Adam", "Albert", "Arthur", "Ben", "Charles", "Daniel", "David", "Edward", "Frank", "Fred", "George", "Harold", "Harry", "Henry", "Hugh", "Jack", "Jacob", "James", "Joe", "John",
    "Jonas", "Joseph", "Leo", "Luke", "Mark", "Martin", "Matthew", "Michael", "Nathan", "Nicholas", "Oliver", "Oscar", "Patrick", "Paul", "Peter", "Philip", "Ralph", "Richard",
    "Robert", "Simon", "Stephen", "Theo", "Thomas", "Tom", "Victor", "Walter", "William"
  };
  static const char *const hers[] = {
    "Ada", "Agnes", "Alice", "Amelia", "Amy", "Anna", "Anne", "Beatrice", "Catherine", "Charlotte", "Clara", "Dorothy", "Edith", "Eleanor", "Elizabeth", "Ella", "Emily", "Emma",
    "Esther", "Eva", "Florence", "Grace", "Hannah", "Harriet", "Helen", "Ida", "Isabel", "Jane", "Julia", "Kate", "Laura", "Lucy", "Margaret", "Maria", "Martha", "Mary", "Maud",
    "Nell", "Nora", "Olivia", "Rose", "Ruth", "Sarah", "Sophie", "Susan", "Vera", "Violet"
  };

  if (is_in (word, his, G_N_ELEMENTS (his)))
    return 1;

  return is_in (word, hers, G_N_ELEMENTS (hers)) ? 2 : 0;
}

int
quire_english_get_title_gender (const char *word)
{
  static const char *const his[] = { "Father", "Lord", "Mr", "Mr.", "Sir", "Uncle", NULL };
  static const char *const hers[] = { "Aunt", "Lady", "Madame", "Miss", "Mrs", "Mrs.", "Ms", "Ms.", "Sister", NULL };

  if (g_strv_contains (his, word))
    return 1;

  return g_strv_contains (hers, word) ? 2 : 0;
}

gboolean
quire_english_is_speech_verb (const char *word)
{
  static const char *const verbs[] = {
    "added", "adds", "agreed", "agrees", "answered", "answers", "ask", "asked", "asks", "called", "calls", "cried", "cries", "murmured", "murmurs",
    "muttered", "replied", "replies", "reply", "said", "say", "says", "shouted", "shouts", "tell", "tells", "told", "whispered", "whispers"
  };
  g_autofree char *folded = fold_word (word);

  return is_in (folded, verbs, G_N_ELEMENTS (verbs));
}
