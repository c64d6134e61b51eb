/* quire-rehearsal-stock.c: neutral sentences of our own
 *
 * They connect and say nothing of what happens, since only the writer knows that. {who} is whom the scene is with at the moment, [verb]
 * agrees with {who}, <verb> with the third person; {their} and {them} follow {who}; {other}, {thing} and {place} come from the outline.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "quire-agents"

#include "config.h"

#include "quire-rehearsal-stock.h"

#include <string.h>

#include "quire-rehearsal-english.h"

static const char *const common[] = {
  "{who} [wait] for a moment before going on.",
  "{who} [look] at {thing} for longer than was needed.",
  "It <take> longer than {who} [expect].",
  "{who} [say] nothing for a while.",
  "There <be> no hurry, and {who} [do] not hurry.",
  "{place} <be> quieter than it ought to be.",
  "Somewhere a door <close>, and {who} [listen] until it <be> quiet again.",
  "{who} [put] {their} hands in {their} pockets and [think] about {thing}.",
  "{who} [know] what <have> to come next and [leave] it a little longer.",
  "Then the moment <pass>.",
  "{who} [begin] again, more slowly.",
  "It <be> not the answer {who} [want].",
  "{who} [count] to ten and [begin].",
  "{other} <watch> without a word.",
  "{other} <look> away first.",
  "For a time nobody <speak>.",
  "{who} [turn] {thing} over in {their} mind.",
  "The light <have> changed by then.",
  "Whatever it <be>, it <do> not seem to be finished.",
  "{who} [notice] {thing} again, as if for the first time.",
  "It <be> a small thing, and it <stay> with {them}.",
  "{who} [try] to remember how it all began.",
  "Nothing about it <be> simple.",
  "{who} [stand] still and [let] it come.",
  "There <be> still {thing}, and there <be> the rest of the day.",
  "After that it <be> easier, or at least it <be> quicker.",
  "It <be> too late to pretend otherwise.",
  "{who} [keep] {their} voice down and {their} face still.",
  "{other} <wait>.",
  "The silence <go> on.",
  "{who} [draw] a breath and [let] it go.",
  "There <be> more to it than that, and {who} [know] it.",
  "One thing at a time.",
  "That <be> all.",
  "{who} [look] from {thing} to {other} and back.",
  "{other} <turn> as if to go and then <do> not.",
  "The weather <go> on by itself.",
  "Everything {who} [mean] to say <seem> either too much or too little.",
  "{who} [shake] {their} head and [go] on.",
  "{who} [move] a step closer to {thing}.",
  "The worst of it <be> how ordinary it <look>.",
  "{who} [take] in {place} a little at a time.",
  "Nobody <come>.",
  "{who} [find] nothing to say to that.",
  "It <be> harder than it <look>.",
};

static const char *const plain[] = {
  "{who} [do] what there <be> to do.",
  "It <be> an ordinary hour of an ordinary day, and {who} [hold] on to that.",
  "{who} [make] room and [wait] to be asked.",
  "{other} <seem> to expect it.",
  "{who} [go] back to {thing}, because it <be> there.",
  "There <be> time for one more try.",
  "{who} [ask] for nothing and [get] it.",
  "From where {who} [stand] it <be> easy to see how it would go.",
  "Nobody <be> in a hurry to be the next to speak.",
  "{who} [set] {thing} straight, although it <be> straight already.",
};

static const char *const terse[] = {
  "{who} [stop].",
  "{who} [listen].",
  "No answer.",
  "Nothing <move>.",
  "{who} [look] again.",
  "It <be> enough.",
  "{other} <nod>.",
  "{other} <say> nothing.",
  "{thing} <be> still there.",
  "{who} [go] on.",
  "It <take> a minute.",
  "Then it <be> done.",
  "{who} [check] {thing} twice.",
  "Not yet.",
  "{who} [wait].",
  "Quiet again.",
  "{who} [sit] down.",
  "{who} [leave] it there.",
};

static const char *const lyrical[] = {
  "The day <seem> to lean a little, the way a tree leans, toward whatever <be> coming.",
  "{who} [feel] the hour open slowly, like a hand, and [wait] to see what it <hold>.",
  "There <be> a sound under the other sounds, low and patient, and for a while {who} [hear] nothing else.",
  "The light <come> in sideways and <lie> along everything, softly, as though it <have> all the time in the world.",
  "{who} [think] of {thing}, and of all the small roads, one after another, that had led to it.",
  "Somewhere far off, and then not so far, something <call> and <be> answered.",
  "The air <smell> of rain, or of the memory of rain, and {who} [breathe] it in.",
  "It <be> the kind of quiet that <have> a shape, and {who} [stand] at the edge of it, listening.",
  "What {who} [want] <be> simple, and it <be> also, as simple things are, a long way off.",
  "{place} <hold> its breath, or {who} [do], and for a moment there <be> no telling which.",
  "One thing <lead> to another, quietly, the way water finds its level.",
  "{other} <stand> there, half turned, with the light behind, and <look> for a moment like somebody else.",
  "Slowly, as a tide comes in over flat sand, the thought of {thing} <reach> {them}.",
  "It <be> late, or it <be> early, and the hour, either way, <belong> to nobody.",
};

static const char *const brisk[] = {
  "There <be> no time to think it over.",
  "{who} [make] up {their} mind.",
  "{who} [cross] to {thing} in three strides.",
  "Then everything <happen> at once.",
  "{other} <be> already ahead.",
  "{who} [start] at once.",
  "It <be> now or not at all.",
  "{who} [do] not hesitate.",
  "A minute later it <be> settled.",
  "{who} [turn] on {their} heel.",
  "Quick, then.",
  "{who} [reach] for {thing}.",
  "{other} <get> there first.",
  "{who} [be] on the move before anyone else <be>.",
};

static const char *const formal[] = {
  "It <be> not, {who} [consider], a matter that could be left as it stood.",
  "{who} [have] no wish to press the point; it <have> been made.",
  "There <be> a proper order to these things; {who} [intend] to observe it.",
  "The question of {thing} <remain>; nobody present <be> prepared to raise it.",
  "{who} [give] the matter the attention that it <deserve>.",
  "In the circumstances {who} [think] it best to say nothing further.",
  "{other} <appear> to weigh the remark; no reply <follow>.",
  "It <be> a reasonable position; it <be> not, perhaps, a kind one.",
  "{who} [observe] that {thing} <have> not been moved.",
  "What followed <be>, strictly speaking, unnecessary.",
  "{who} [regard] {thing} with some care; it <do> not improve.",
  "The occasion <call> for patience, and {who} [supply] it.",
  "Nothing further <be> required of anyone; all the same, nobody <leave>.",
};

static const char *const exchanges[][2] = {
  { "How long have you known?", "Long enough." },
  { "You might have said.", "I was going to tell you." },
  { "That isn’t what I asked.", "It’s what I’m answering." },
  { "What about {thing}?", "Leave {thing} where it is." },
  { "Does it matter?", "It matters to me." },
  { "I thought you had gone.", "Not yet." },
  { "Who else knows?", "Nobody. Not yet." },
  { "You’re sure?", "I’m sure of some of it." },
  { "Tell me the rest.", "There isn’t much more." },
  { "Don’t look at me like that.", "Like what?" },
  { "I’m only asking.", "You never only ask." },
  { "It was a long time ago.", "It doesn’t feel long." },
  { "I can’t promise that.", "I’m not asking you to." },
  { "Start at the beginning.", "Give me a minute." },
  { "So that’s how it is.", "That’s how it is." },
  { "And after that?", "After that we’ll see." },
  { "You could have waited.", "I did wait." },
  { "What do you want me to say?", "Nothing. Say nothing." },
  { "You don’t have to stay.", "I know I don’t." },
  { "Is it always like this?", "Mostly it’s worse." },
  { "Have you looked at {thing}?", "I’ve looked at nothing else." },
  { "Then we wait.", "For how long?" },
  { "I don’t believe it.", "You will." },
  { "Say it again.", "I’d rather not." },
  { "Did anybody see you?", "Does anybody ever?" },
  { "I had to ask.", "Yes. I suppose you had to." },
};

static const char *const *
get_own (const QuireRehearsalRegister *manner, guint *n)
{
  if (g_str_equal (manner->id, "terse"))
    return *n = G_N_ELEMENTS (terse), terse;
  if (g_str_equal (manner->id, "lyrical"))
    return *n = G_N_ELEMENTS (lyrical), lyrical;
  if (g_str_equal (manner->id, "brisk"))
    return *n = G_N_ELEMENTS (brisk), brisk;
  if (g_str_equal (manner->id, "formal"))
    return *n = G_N_ELEMENTS (formal), formal;

  return *n = G_N_ELEMENTS (plain), plain;
}

guint
quire_rehearsal_stock_get_n_sentences (const QuireRehearsalRegister *manner)
{
  guint n;

  get_own (manner, &n);

  return n + G_N_ELEMENTS (common);
}

guint
quire_rehearsal_stock_get_n_exchanges (void)
{
  return G_N_ELEMENTS (exchanges);
}

/* -- filling in -- */

static const char *
get_subject (const QuireRehearsalStockValues *values)
{
  if (values->is_teller)
    return "I";
  if (values->use_pronoun && values->gender != 0)
    return values->gender == 1 ? "he" : "she";

  return values->who;
}

static const char *
get_value (const QuireRehearsalStockValues *values, const char *slot)
{
  if (g_str_equal (slot, "who"))
    return get_subject (values);
  if (g_str_equal (slot, "other"))
    return values->other;
  if (g_str_equal (slot, "thing"))
    return values->thing;
  if (g_str_equal (slot, "place"))
    return values->place;
  if (g_str_equal (slot, "their"))
    return values->is_teller ? "my" : values->gender == 1 ? "his"
                                  : values->gender == 2   ? "her"
                                                          : NULL;
  if (g_str_equal (slot, "them"))
    return values->is_teller ? "me" : values->gender == 1 ? "him"
                                  : values->gender == 2   ? "her"
                                                          : values->who;

  g_assert_not_reached ();
}

static QuireEnglishForm
get_form (const QuireRehearsalStockValues *values, gboolean agrees_with_who)
{
  if (!quire_mode_is_present (values->mode))
    return QUIRE_ENGLISH_PAST;

  return agrees_with_who && values->is_teller ? QUIRE_ENGLISH_PRESENT_I : QUIRE_ENGLISH_PRESENT;
}

static char *
fill_in (const char *pattern, const QuireRehearsalStockValues *values)
{
  g_autoptr (GString) out = g_string_new (NULL);
  gunichar initial;
  char letter[7] = { 0 };

  for (const char *at = pattern; *at != '\0';)
    {
      const char *end = strchr ("{[<", *at) != NULL ? strpbrk (at, "}]>") : NULL;
      g_autofree char *inner = NULL;

      if (end == NULL)
        {
          g_string_append_c (out, *at++);
          continue;
        }

      inner = g_strndup (at + 1, end - at - 1);
      if (*at == '{')
        {
          const char *value = get_value (values, inner);

          if (value == NULL)
            return NULL;
          g_string_append (out, value);
        }
      else
        {
          g_autofree char *verb = quire_english_inflect (inner, get_form (values, *at == '['));

          g_string_append (out, verb);
        }
      at = end + 1;
    }

  initial = g_utf8_get_char (out->str);
  g_unichar_to_utf8 (g_unichar_totitle (initial), letter);

  return g_strconcat (letter, g_utf8_next_char (out->str), NULL);
}

char *
quire_rehearsal_stock_write (const QuireRehearsalRegister *manner, guint i, const QuireRehearsalStockValues *values)
{
  const char *const *own;
  guint n_own;

  g_return_val_if_fail (manner != NULL, NULL);
  g_return_val_if_fail (values != NULL, NULL);

  own = get_own (manner, &n_own);
  if (i < n_own)
    return fill_in (own[i], values);

  g_return_val_if_fail (i - n_own < G_N_ELEMENTS (common), NULL);

  return fill_in (common[i - n_own], values);
}

char *
quire_rehearsal_stock_speak (guint i, gboolean reply, const QuireRehearsalStockValues *values)
{
  g_return_val_if_fail (i < G_N_ELEMENTS (exchanges), NULL);
  g_return_val_if_fail (values != NULL, NULL);

  return fill_in (exchanges[i][reply ? 1 : 0], values);
}
