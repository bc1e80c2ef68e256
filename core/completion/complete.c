/* complete.c - what the word at the cursor can become. */
#include "core/completion/complete.h"

#include <stdlib.h>
#include <string.h>

#include "core/cli/topics.h"
#include "core/completion/candidates.h"
#include "core/completion/member_values.h"
#include "core/completion/values.h"
#include "core/grammar/builtin.h"
#include "core/grammar/flags.h"
#include "core/grammar/noun.h"
#include "core/grammar/word_list.h"
#include "core/invocation/profile.h"
#include "core/invocation/scope.h"
#include "core/output/columns.h"
#include "core/plugin/discover.h"
#include "core/plugin/load.h"

/* What stands before the cursor. */
struct line {
  struct candidates found;
  struct flag_table table; /* the flags that are known here */
  struct flags flags;      /* those that are given, and the arguments */
  const struct flag *open; /* a flag that waits for its value, or NULL */
  int ended;               /* by `--`: what follows is not a flag */
  int names_only;          /* help is asked about it */
  /* What they lead to. */
  const struct builtin *builtin; /* the core's own command, or NULL */
  const char *plugin;            /* the plugin's name, or NULL */
  const struct nscale_noun *noun;
  const struct nscale_verb *verb; /* NULL until it is named */
  size_t behind;                  /* arguments behind the verb */
};

/* Adds further names of things of which no name matched: `nscale sa`. */
static void add_aliases(struct candidates *found, const char *aliases,
                        const char *summary)
{
  char word[64];
  size_t length;

  for (; (length = word_list_next(&aliases)); aliases += length)
    if (length < sizeof word) {
      memcpy(word, aliases, length);
      word[length] = '\0';
      candidates_add(found, word, summary);
    }
}

/* ---- Commands. ---------------------------------------------------- */

static void add_commands(struct candidates *found)
{
  CLEANUP_PLUGIN_LIST struct plugin_list list = { 0 };
  CLEANUP_ERROR struct error ignored = { 0 };
  int aliases;
  size_t i;

  for (i = 0; builtins[i]; i++)
    candidates_add(found, builtins[i]->noun->name, builtins[i]->noun->summary);
  if (discover_all(&list, &ignored) < 0)
    return;
  for (aliases = 0; aliases < (found->count == 0 ? 2 : 1); aliases++)
    for (i = 0; i < list.count; i++) {
      if (list.items[i]->status != PLUGIN_OK)
        continue;
      if (aliases)
        add_aliases(found, list.items[i]->aliases,
                    list.items[i]->manifest.summary);
      else
        candidates_add(found, list.items[i]->name,
                       list.items[i]->manifest.summary);
    }
}

static void add_topics(struct candidates *found)
{
  const struct topic *topic;

  for (topic = topics; topic->name; topic++)
    if (!builtin_find(topic->name))
      candidates_add(found, topic->name, topic->summary);
}

/* ---- Nouns and verbs. --------------------------------------------- */

static void add_verbs(struct candidates *found, const struct nscale_noun *noun,
                      int nested)
{
  const struct nscale_verb *const *verb;
  const struct nscale_noun *const *within;
  const uint32_t silent = NSCALE_VERB_HIDDEN | NSCALE_VERB_DEPRECATED;

  for (verb = noun->verbs; verb && *verb; verb++)
    if (!((*verb)->attributes & silent))
      candidates_add(found, (*verb)->name, (*verb)->summary);
  for (within = noun->nouns; nested && within && *within; within++)
    candidates_add(found, (*within)->name, (*within)->summary);
  if (found->count || !found->value[0])
    return;
  for (verb = noun->verbs; verb && *verb; verb++)
    if (!((*verb)->attributes & silent))
      add_aliases(found, (*verb)->aliases, (*verb)->summary);
}

/* ---- Flags and their values. -------------------------------------- */

static void add_flags(struct line *line)
{
  const uint32_t silent = NSCALE_FLAG_HIDDEN | NSCALE_FLAG_DEPRECATED;
  const struct flag *flag;
  char name[80];
  size_t i;

  for (i = 0; i < line->table.count; i++) {
    flag = &line->table.flags[i];
    if (flag->attributes & silent ||
        (flags_given(&line->flags, flag->name) &&
         !(flag->attributes & NSCALE_FLAG_REPEATABLE)))
      continue;
    (void)snprintf(name, sizeof name, "--%s", flag->name);
    candidates_add(&line->found, name, flag->summary);
  }
}

static void add_words(struct candidates *found, const char *const *words)
{
  for (; *words; words++)
    candidates_add(found, *words, NULL);
}

static struct values_call values_call(const struct line *line)
{
  const size_t count = line->flags.argument_count;

  return (struct values_call){
    .plugin = line->plugin,
    .noun = line->noun,
    .verb = line->verb,
    .flags = &line->flags,
    .argument = line->verb && line->behind
                    ? line->flags.arguments[count - line->behind]
                    : NULL
  };
}

static void add_column(void *context, const char *name,
                       const struct nscale_column *column)
{
  candidates_add(context, name, column->title);
}

/* Columns, several separated by commas, or one with '-' before it. */
static void add_columns(struct line *line)
{
  struct candidates *found = &line->found;
  const char *comma = strrchr(found->value, ',');

  if (comma)
    found->value = comma + 1;
  else if (found->value[0] == '-')
    found->value++;
  columns_each(line->noun, line->verb, add_column, found);
}

static void add_profiles(struct candidates *found)
{
  CLEANUP_ERROR struct error ignored = { 0 };
  size_t count;
  const char *const *names = profile_names(&count, &ignored);
  size_t i;

  for (i = 0; names && i < count; i++)
    candidates_add(found, names[i], NULL);
}

/* What a flag takes is described where the flag is: fixed words or a list,
 * the id of a thing or a scope, or a file or columns, which its value's name
 * says; a profile is one of the user's file. */
static void add_flag_values(struct line *line, const struct flag *flag)
{
  const struct values_call about = values_call(line);
  const uint32_t scope = scope_of_flag(flag->name);

  if (flag->choices && flag->choices->words)
    add_words(&line->found, flag->choices->words);
  else if (strcmp(flag->value, "FILE") == 0)
    line->found.kind = CANDIDATES_FILES;
  else if (strcmp(flag->value, "DIR") == 0)
    line->found.kind = CANDIDATES_DIRECTORIES;
  else if (flag->group == FLAG_GROUP_GLOBAL &&
           strcmp(flag->name, "profile") == 0)
    add_profiles(&line->found);
  else if (!line->verb || member_values(&line->found, &about, flag->name))
    return;
  else if (strncmp(flag->value, "COLUMN", 6) == 0)
    add_columns(line);
  else if (flag->choices && flag->choices->list)
    values_of_choices(&line->found, &about, flag->choices);
  else if (scope && line->verb->scopes & scope)
    values_of_scope(&line->found, &about, scope);
  else if (strcmp(flag->name, "id") == 0 &&
           line->verb->attributes & NSCALE_VERB_ID)
    values_of_noun(&line->found, &about);
}

/* ---- The line as a whole. ------------------------------------------ */

/* Follows the arguments to the noun and verb that they name.  Returns whether
 * they name any that there is. */
static int follow(struct line *line)
{
  const struct nscale_noun *within;
  size_t at = 0;

  if (line->builtin && line->builtin->alone) {
    line->verb = &line->builtin->alone->head;
    line->behind = line->flags.argument_count;
    return 1;
  }
  if (line->flags.argument_count == 0)
    return 1;
  within = noun_within(line->noun, line->flags.arguments[0]);
  if (within) {
    line->noun = within;
    at = 1;
  }
  if (at == line->flags.argument_count)
    return 1;
  line->verb = noun_verb(line->noun, line->flags.arguments[at]);
  line->behind = line->flags.argument_count - at - 1;
  return line->verb != NULL;
}

/* Reads the words before the cursor with the flags that may be among them.
 * Returns whether they can be understood. */
static int read_words(struct line *line, int count, char **words)
{
  CLEANUP_ERROR struct error ignored = { 0 };
  const struct flag *flag;
  const char *text;
  int i;

  for (i = 0; i < count && !line->ended; i++) {
    line->ended = strcmp(words[i], "--") == 0;
    if (line->ended || words[i][0] != '-' || !words[i][1])
      continue;
    flag = flags_recognise(&line->table, words[i], &text);
    if (flag && flag->value && !text && ++i == count) {
      /* Its value is what the cursor stands at. */
      line->open = flag;
      count--;
    }
  }
  return flags_parse(&line->flags, &line->table, count, words, &ignored) == 0;
}

/* The value of `--flag=VALUE` at the cursor.  Returns whether it is one. */
static int at_value(struct line *line)
{
  const char *text;
  const struct flag *flag;

  if (strncmp(line->found.current, "--", 2) != 0)
    return 0;
  flag = flags_recognise(&line->table, line->found.current, &text);
  if (!flag || !flag->value || !text)
    return 0;
  line->found.value = text;
  add_flag_values(line, flag);
  return 1;
}

/* The word at the cursor where it is neither a flag nor its value. */
static void add_arguments(struct line *line)
{
  const struct values_call about = values_call(line);
  const struct builtin_verb *own =
      line->builtin ? (const struct builtin_verb *)line->verb : NULL;

  if (!line->verb)
    add_verbs(&line->found, line->noun, line->flags.argument_count == 0);
  else if (own && own->arguments && strncmp(own->arguments, "FILE", 4) == 0)
    line->found.kind = CANDIDATES_FILES;
  else if (!line->builtin && !line->names_only && line->behind == 0 &&
           line->verb->attributes & NSCALE_VERB_ID &&
           !flags_given(&line->flags, "id"))
    values_of_noun(&line->found, &about);
}

/* Completes behind a command whose noun is known. */
static void complete_noun(struct line *line, int count, char **words)
{
  flags_global(&line->table);
  if (line->builtin && line->builtin->alone)
    flags_of_verb(&line->table, &line->builtin->alone->head);
  flags_of_noun(&line->table, line->noun);
  if (!read_words(line, count, words) || !follow(line))
    return;
  if (line->open) {
    add_flag_values(line, line->open);
    return;
  }
  if (line->verb) {
    flags_global(&line->table);
    flags_of_verb(&line->table, line->verb);
  }
  if (line->ended || line->found.current[0] != '-')
    add_arguments(line);
  else if (!at_value(line))
    add_flags(line);
}

static void complete_plugin(struct line *line, const char *name, int count,
                            char **words)
{
  CLEANUP_PLUGIN_FOUND struct plugin_found found = { 0 };
  CLEANUP_ERROR struct error ignored = { 0 };
  CLEANUP_PLUGIN struct plugin plugin = { 0 };

  if (discover_one(name, &found, &ignored) <= 0 ||
      plugin_load(&found, &plugin, &ignored) < 0)
    return;
  line->plugin = plugin.descriptor->name;
  line->noun = plugin.noun;
  complete_noun(line, count, words);
}

static void complete_command(struct line *line, const char *name, int count,
                             char **words)
{
  line->builtin = builtin_find(name);
  if (!line->builtin) {
    complete_plugin(line, name, count, words);
    return;
  }
  line->noun = line->builtin->noun;
  complete_noun(line, count, words);
}

/* `nscale help` takes the words of a command, or a topic. */
static void complete_help(struct line *line, int count, char **words)
{
  while (count > 0 && words[0][0] == '-') {
    words++;
    count--;
  }
  if (count > 0 && strcmp(words[0], "help") != 0) {
    line->names_only = 1;
    if (line->found.current[0] != '-')
      complete_command(line, words[0], count - 1, words + 1);
    return;
  }
  if (line->found.current[0] == '-') {
    complete_command(line, "help", 0, NULL);
    return;
  }
  add_commands(&line->found);
  add_topics(&line->found);
}

static void complete_line(struct line *line, int count, char **words)
{
  CLEANUP_ERROR struct error ignored = { 0 };
  char *name;
  long at;

  flags_global(&line->table);
  at = flags_parse_first(&line->flags, &line->table, count, words, &ignored);
  if (at >= 0 && at < count) {
    flags_free(&line->flags);
    /* Global flags may stand before the name: they move behind it. */
    name = words[at];
    memmove(words + 1, words, (size_t)at * sizeof *words);
    if (strcmp(name, "help") == 0)
      complete_help(line, count - 1 - (int)at, words + 1 + at);
    else
      complete_command(line, name, count - 1, words + 1);
    return;
  }
  flags_free(&line->flags);
  if (!read_words(line, count, words))
    return;
  if (line->open)
    add_flag_values(line, line->open);
  else if (line->found.current[0] != '-' || line->ended)
    add_commands(&line->found);
  else if (!at_value(line))
    add_flags(line);
}

void complete_run(int count, char **words)
{
  struct line *line = calloc(1, sizeof *line);

  if (!line)
    return;
  line->found.current = count > 0 ? words[count - 1] : "";
  line->found.value = line->found.current;
  complete_line(line, count > 0 ? count - 1 : 0, words);
  candidates_print(&line->found);
  buffer_free(&line->found.text);
  flags_free(&line->flags);
  free(line);
}
