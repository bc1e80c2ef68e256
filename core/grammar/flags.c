/* flags.c - what a command line says: its flags and its arguments. */
#include "core/grammar/flags.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/buffer.h"
#include "core/base/suggest.h"
#include "core/grammar/synonyms.h"

#define LIKELY_MOST 3 /* flags that a hint names */

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
    if (!flags->unknown) {
      flags->unknown = words[0];
      flags->before_unknown = flags->argument_count;
    }
    return 1;
  }
  if (!flag->value && text) {
    /* -yq is two switches to getopt; here it is the one clear refusal. */
    error_set(error, EXIT_USAGE, "--%s takes no value, but %s has one",
              flag->name, words[0]);
    return error_hint(error, "give --%s alone, or leave it out", flag->name);
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

/* ---- Flags that are none. ------------------------------------------- */

/* Whether `part` is all that stands between two dashes, or an end, in
 * `name`. */
static int has_part(const char *name, const char *part)
{
  const size_t length = strlen(part);
  const char *at;

  for (at = name; length && (at = strstr(at, part)); at += length)
    if ((at == name || at[-1] == '-') && (!at[length] || at[length] == '-'))
      return 1;
  return 0;
}

/* Whether `name` can be short for the flag: its beginning, its initial, or a
 * part of it.  The flags of every command have no short forms of theirs. */
static int is_short_for(const char *name, const struct flag *flag)
{
  if (!name[0] || flag->attributes & NSCALE_FLAG_HIDDEN)
    return 0;
  if (!name[1] && (flag->group == FLAG_GROUP_GLOBAL || synonym_is_flag(name)))
    return 0;
  return strncmp(flag->name, name, strlen(name)) == 0 ||
         (strlen(name) > 2 && has_part(flag->name, name));
}

/* Whether `name` says more than the flag: --org-id. */
static int is_long_for(const char *name, const struct flag *flag)
{
  return has_part(name, flag->name);
}

/* Names those of the table that may be meant, where they are few. */
static int hint_at_likely(const char *name, const struct flag_table *table,
                          int (*is_likely)(const char *name,
                                           const struct flag *flag),
                          struct error *error)
{
  CLEANUP_BUFFER struct buffer text = { 0 };
  size_t count = 0;
  size_t i;

  for (i = 0; i < table->count; i++)
    if (is_likely(name, &table->flags[i]))
      buffer_printf(&text, "%s--%s", count++ ? " or " : "",
                    table->flags[i].name);
  if (!count || count > LIKELY_MOST || text.failed)
    return 0;
  error_hint(error, "did you mean %s?", text.data);
  return 1;
}

/* What a part of the name means elsewhere: organization in
 * --organization-id. */
static const char *synonym_of_part(const char *name,
                                   const struct flag_table *table)
{
  const char *synonym = NULL;
  char part[64];
  size_t length;

  for (; !synonym && *name; name += length + (name[length] == '-')) {
    length = strcspn(name, "-");
    if (length < 3 || length >= sizeof part)
      continue;
    memcpy(part, name, length);
    part[length] = '\0';
    synonym = synonym_of_flag(part, table);
  }
  return synonym;
}

/* The way out of a flag, without its dashes, that `where` does not have. */
static int hint_at_flag(const char *name, const struct flag_table *table,
                        const char *where, struct error *error)
{
  const char *names[FLAG_TABLE_MOST];
  const char *synonym = synonym_of_flag(name, table);
  const char *nearest;
  size_t i;

  if (synonym)
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
  if (hint_at_likely(name, table, is_short_for, error) ||
      hint_at_likely(name, table, is_long_for, error))
    return -1;
  synonym = flag_is_reserved(name, NSCALE_ABI_MINOR)
                ? NULL
                : synonym_of_part(name, table);
  return synonym ? error_hint(error, "%s", synonym)
                 : error_hint(error, "%s --help lists its flags", where);
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

void flags_add(struct flags *flags, const char *name, const char *text)
{
  flags->values[flags->value_count++] =
      (struct flag_value){ .name = name, .text = text };
}

void flags_free(struct flags *flags)
{
  free(flags->values);
  free(flags->arguments);
  *flags = (struct flags){ 0 };
}
