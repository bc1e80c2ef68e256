/* flags.c - what a command line says: its flags and its arguments. */
#include "core/grammar/flags.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/suggest.h"
#include "core/grammar/synonyms.h"

/* `before` is NULL for a flag that was not given yet. */
static int check_repeated(const struct flag *flag, const char *before,
                          const char *text, struct error *error)
{
  if (!before || flag->attributes & NSCALE_FLAG_REPEATABLE ||
      strcmp(before, text) == 0)
    return 0;
  return error_set(error, EXIT_USAGE,
                   "--%s is given twice, with different values", flag->name);
}

/* Notes one flag, which must not contradict what was given before. */
static int keep_flag(struct flags *flags, const struct flag *flag,
                     const char *text, struct error *error)
{
  const char *before = flags_value(flags, flag->name, 0);

  if (check_repeated(flag, before, text, error) < 0)
    return -1;
  if (before && !(flag->attributes & NSCALE_FLAG_REPEATABLE))
    return 0;
  flags->values[flags->value_count++] =
      (struct flag_value){ .name = flag->name, .text = text };
  return 0;
}

/* Reads the flag at words[0].  Returns how many words it took, or -1. */
static long parse_flag(struct flags *flags, const struct flag_table *table,
                       long count, char **words, struct error *error)
{
  const char *text;
  const struct flag *flag = flags_recognise(table, words[0], &text);
  long taken = 1;

  if (!flag) {
    if (!flags->unknown)
      flags->unknown = words[0];
    return 1;
  }
  if (!flag->value && text) {
    /* -yq is two switches to getopt; here it is the one clear refusal. */
    return error_set(error, EXIT_USAGE, "--%s takes no value, but %s has one",
                     flag->name, words[0]);
  }
  if (flag->value && !text) {
    /* `--org --json` is a forgotten value, not an organization "--json", and
     * `--` ends the flags wherever it stands (command_wants_json). */
    if (count < 2 || strncmp(words[1], "--", 2) == 0)
      return error_set(error, EXIT_USAGE, "--%s needs a value: --%s %s",
                       flag->name, flag->name, flag->value);
    text = words[1];
    taken = 2;
  }
  return keep_flag(flags, flag, text ? text : "", error) < 0 ? -1 : taken;
}

/* Room for what so many words may say. */
static int flags_start(struct flags *flags, long count, struct error *error)
{
  *flags = (struct flags){ 0 };
  flags->values = calloc((size_t)count + 1, sizeof *flags->values);
  flags->arguments = calloc((size_t)count + 1, sizeof *flags->arguments);
  return flags->values && flags->arguments ? 0 : error_memory(error);
}

/* Reads flags up to an argument, or through `--`.  Returns how many words
 * that are, or -1. */
static long read_flags(struct flags *flags, const struct flag_table *table,
                       long count, char **words, struct error *error)
{
  long at = 0;
  long taken;

  while (at < count && words[at][0] == '-' && words[at][1]) {
    if (strcmp(words[at], "--") == 0)
      return at + 1;
    taken = parse_flag(flags, table, count - at, words + at, error);
    if (taken < 0)
      return -1;
    at += taken;
  }
  return at;
}

int flags_parse(struct flags *flags, const struct flag_table *table,
                long count, char **words, struct error *error)
{
  int ended = 0; /* by `--` */
  long taken;

  if (flags_start(flags, count, error) < 0)
    return -1;
  while (count > 0) {
    taken = ended ? 0 : read_flags(flags, table, count, words, error);
    if (taken < 0)
      return -1;
    words += taken;
    count -= taken;
    /* No value of a flag begins with two dashes: see parse_flag. */
    ended = ended || (taken > 0 && strcmp(words[-1], "--") == 0);
    if (count > 0) {
      flags->arguments[flags->argument_count++] = *words++;
      count--;
    }
  }
  return 0;
}

long flags_parse_first(struct flags *flags, const struct flag_table *table,
                       long count, char **words, struct error *error)
{
  return flags_start(flags, count, error) < 0
             ? -1
             : read_flags(flags, table, count, words, error);
}

const char *flags_next(const struct flags *flags, const char *name, size_t *at)
{
  while (*at < flags->value_count)
    if (strcmp(flags->values[(*at)++].name, name) == 0)
      return flags->values[*at - 1].text;
  return NULL;
}

int flags_given(const struct flags *flags, const char *name)
{
  return flags_value(flags, name, 0) != NULL;
}

const char *flags_value(const struct flags *flags, const char *name,
                        size_t index)
{
  const char *text;
  size_t at = 0;

  while ((text = flags_next(flags, name, &at)) && index > 0)
    index--;
  return text;
}

/* The way out of a flag, without its dashes, that `where` does not have. */
static int hint_at_flag(const char *name, const struct flag_table *table,
                        const char *where, struct error *error)
{
  const char *names[FLAG_TABLE_MOST];
  const char *needs;
  const char *synonym = synonym_of_flag(name, &needs);
  const char *nearest;
  size_t i;

  if (synonym && (!needs || flags_find(table, needs)))
    return error_hint(error, "%s", synonym);
  for (i = 0; i < table->count; i++)
    names[i] = table->flags[i].name;
  nearest = suggest(name, names, table->count);
  if (nearest)
    return error_hint(error, "did you mean --%s?", nearest);
  if (!strchr(where, ' '))
    return error_hint(error,
                      "put a command's flags after it, as in nscale version "
                      "--json; %s --help lists those that may come first",
                      where);
  return error_hint(error, "%s --help lists its flags", where);
}

/* Refuses "--flag" of `word`, which may be "--flag=value". */
static int unknown_flag(const char *word, const struct flag_table *table,
                        const char *where, struct error *error)
{
  char name[64];
  size_t length = strcspn(word, "=");

  if (length >= sizeof name)
    length = sizeof name - 1;
  memcpy(name, word, length);
  name[length] = '\0';
  error_set(error, EXIT_USAGE, "%s has no flag %s",
            strncmp(where, "nscale ", 7) == 0 ? where + 7 : where, name);
  return hint_at_flag(name + strspn(name, "-"), table, where, error);
}

int flags_check(const struct flags *flags, const struct flag_table *table,
                const char *where, struct error *error)
{
  const struct flag_value *value;
  const struct flag *flag;
  char given[64];
  size_t i;

  if (flags->unknown)
    return unknown_flag(flags->unknown, table, where, error);
  for (i = 0; i < flags->value_count; i++) {
    value = &flags->values[i];
    flag = flags_find(table, value->name);
    if (!flag) {
      (void)snprintf(given, sizeof given, "--%s", value->name);
      return unknown_flag(given, table, where, error);
    }
    if (check_repeated(flag, flags_value(flags, value->name, 0), value->text,
                       error) < 0)
      return -1;
  }
  return 0;
}

void flags_free(struct flags *flags)
{
  free(flags->values);
  free(flags->arguments);
  *flags = (struct flags){ 0 };
}
