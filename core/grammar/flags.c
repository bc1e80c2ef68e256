/* flags.c - the flags that a command line may carry, and their parsing. */
#include "core/grammar/flags.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/suggest.h"
#include "core/grammar/synonyms.h"

static const struct flag global_flags[] = {
  { .group = FLAG_GROUP_GLOBAL,
    .name = "help",
    .letter = "h",
    .summary = "Show help and do nothing." },
  { .group = FLAG_GROUP_GLOBAL,
    .name = "version",
    .summary = "Show the version and do nothing." },
  { .group = FLAG_GROUP_GLOBAL,
    .name = "debug",
    .summary = "Say on stderr what is sent and answered, without secrets." },
  { .group = FLAG_GROUP_GLOBAL,
    .name = "timeout",
    .value = "SECONDS",
    .summary = "Give up on a request after so long (default 60)." },
  { .group = FLAG_GROUP_GLOBAL,
    .name = "max-wait",
    .value = "SECONDS",
    .summary = "Wait at most so long where the server says Retry-After "
               "(default 60)." },
  { .group = FLAG_GROUP_GLOBAL,
    .name = "ca-cert",
    .value = "FILE",
    .summary = "Trust the certificate authorities in this PEM file." },
};

static const struct flag scope_flags[] = {
  { .name = "org",
    .value = "ID|NAME",
    .summary = "The organization (default: NSCALE_ORGANIZATION_ID)." },
  { .name = "project",
    .value = "ID|NAME",
    .summary = "The project (default: NSCALE_PROJECT_ID)." },
  { .name = "region",
    .value = "ID|NAME",
    .summary = "The region (default: NSCALE_REGION_ID)." },
};

static const struct flag id_flag = {
  .name = "id",
  .value = "ID|NAME",
  .summary = "Which one; may also be given as the argument.",
};

static const struct flag document_flags[] = {
  { .group = FLAG_GROUP_DOCUMENT,
    .name = "file",
    .letter = "f",
    .value = "FILE",
    .summary = "Read the JSON document from a file; - is standard input." },
  { .group = FLAG_GROUP_DOCUMENT,
    .name = "stdin",
    .summary = "Read the JSON document from standard input." },
};

static const struct flag replace_flag = {
  .group = FLAG_GROUP_DOCUMENT,
  .name = "replace",
  .summary = "Send the document as it stands, not laid over what is there.",
};

static const struct flag mutation_flags[] = {
  { .group = FLAG_GROUP_CONSENT,
    .name = "dry-run",
    .summary = "Show what would be sent and send nothing." },
  { .group = FLAG_GROUP_CONSENT,
    .name = "yes",
    .letter = "y",
    .summary = "Do not ask." },
};

static const struct flag all_flag = {
  .name = "all",
  .summary = "Every one that meets the conditions, in place of one.",
};

static const struct flag output_dir_flag = {
  .name = "output-dir",
  .value = "DIR",
  .summary = "With --all: write each token to a new file in this folder "
             "(mode 0600), named after what it is of.",
};

static const struct flag ignore_flag = {
  .name = "ignore-not-found",
  .summary = "Where there is no such thing, say so and succeed.",
};

static const struct flag wait_flags[] = {
  { .name = "wait", .summary = "Wait until what was begun has finished." },
  { .name = "wait-timeout",
    .value = "DURATION",
    .summary = "Wait at most so long (default 5m)." },
};

static const struct flag list_flags[] = {
  { .group = FLAG_GROUP_OUTPUT,
    .name = "columns",
    .value = "COLUMN,...",
    .summary = "Show these columns, in this order." },
  { .group = FLAG_GROUP_OUTPUT,
    .name = "sort-by",
    .value = "COLUMN",
    .summary = "Sort by this column, times by time and numbers by number; "
               "with - before it the other way round." },
  { .group = FLAG_GROUP_OUTPUT,
    .name = "no-headers",
    .summary = "Leave out the header line." },
};

static const struct flag json_flags[] = {
  { .group = FLAG_GROUP_OUTPUT,
    .name = "json",
    .summary = "Print all of it as JSON." },
  { .group = FLAG_GROUP_OUTPUT,
    .name = "query",
    .letter = "q",
    .value = "FILTER",
    .attributes = NSCALE_FLAG_REPEATABLE,
    .summary = "Print what a jq filter makes of it; repeatable." },
};

static const struct flag token_file_flag = {
  .group = FLAG_GROUP_OUTPUT,
  .name = "token-file",
  .value = "FILE",
  .summary = "Write the token to this new file (mode 0600), and not to "
             "standard output.",
};

static const struct flag output_flag = {
  .group = FLAG_GROUP_OUTPUT,
  .name = "output",
  .value = "FILE",
  .summary = "Write the reply to this new file, not to standard output.",
};

const struct flag *flags_find(const struct flag_table *table, const char *name)
{
  size_t i;

  /* The first byte tells most of them apart without a call. */
  for (i = 0; i < table->count; i++)
    if (table->flags[i].name[0] == name[0] &&
        strcmp(table->flags[i].name, name) == 0)
      return &table->flags[i];
  return NULL;
}

/* Of a flag that is there already the more permissive one counts: until the
 * verb is known, it may be that verb's. */
static void add(struct flag_table *table, const struct flag *flags,
                size_t count)
{
  struct flag *there;
  size_t i;

  for (i = 0; i < count; i++) {
    there = (struct flag *)(uintptr_t)flags_find(table, flags[i].name);
    if (there)
      there->attributes |= flags[i].attributes & NSCALE_FLAG_REPEATABLE;
    else if (table->count < FLAG_TABLE_MOST)
      table->flags[table->count++] = flags[i];
  }
}

#define ADD(table, array)                                                     \
  add((table), (array), sizeof(array) / sizeof(array)[0])

void flags_global(struct flag_table *table)
{
  table->count = 0;
  ADD(table, global_flags);
  table->global = table->count;
}

void flags_of_verb(struct flag_table *table, const struct nscale_verb *verb)
{
  const struct nscale_flag *const *own;
  size_t i;

  if (verb->attributes & NSCALE_VERB_ID)
    add(table, &id_flag, 1);
  for (i = 0; i < sizeof scope_flags / sizeof scope_flags[0]; i++)
    if (verb->scopes & 1u << i)
      add(table, &scope_flags[i], 1);
  for (own = verb->flags; own && *own; own++)
    add(table,
        &(struct flag){ .name = (*own)->name,
                        .letter = (*own)->letter,
                        .value = (*own)->attributes & NSCALE_FLAG_SWITCH ? NULL
                                 : (*own)->value ? (*own)->value
                                                 : "VALUE",
                        .summary = (*own)->summary,
                        .attributes = (*own)->attributes,
                        .replacement = (*own)->replacement,
                        .choices = (*own)->choices },
        1);
  if (verb->attributes & NSCALE_VERB_DOCUMENT) {
    ADD(table, document_flags);
    if (verb->effect == NSCALE_EFFECT_UPDATE)
      add(table, &replace_flag, 1);
  }
  if (verb->attributes & NSCALE_VERB_ALL) {
    add(table, &all_flag, 1);
    if (verb->secret)
      add(table, &output_dir_flag, 1);
  }
  if (verb->attributes & NSCALE_VERB_IGNORE_NOT_FOUND)
    add(table, &ignore_flag, 1);
  if (verb->attributes & NSCALE_VERB_WAIT)
    ADD(table, wait_flags);
  if (verb->effect != NSCALE_EFFECT_READ)
    ADD(table, mutation_flags);
  if (verb->reply == NSCALE_REPLY_LIST || verb->reply == NSCALE_REPLY_OBJECT ||
      verb->reply == REPLY_ANY)
    ADD(table, json_flags);
  if (verb->reply == NSCALE_REPLY_LIST)
    ADD(table, list_flags);
  if (verb->secret)
    add(table, &token_file_flag, 1);
  if (verb->reply == NSCALE_REPLY_BYTES)
    add(table, &output_flag, 1);
}

const struct flag *flags_recognise(const struct flag_table *table,
                                   const char *word, const char **text)
{
  size_t i;
  size_t length;

  *text = NULL;
  if (word[1] != '-') {
    for (i = 0; i < table->count; i++)
      if (table->flags[i].letter && table->flags[i].letter[0] == word[1]) {
        if (word[2])
          *text = word + 2;
        return &table->flags[i];
      }
    return NULL;
  }
  word += 2;
  length = strcspn(word, "=");
  for (i = 0; i < table->count; i++)
    if (strncmp(table->flags[i].name, word, length) == 0 &&
        !table->flags[i].name[length]) {
      if (word[length])
        *text = word + length + 1;
      return &table->flags[i];
    }
  return NULL;
}

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
static int keep(struct flags *flags, const struct flag *flag, const char *text,
                struct error *error)
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
  return keep(flags, flag, text ? text : "", error) < 0 ? -1 : taken;
}

long flags_parse(struct flags *flags, const struct flag_table *table,
                 long count, char **words, int first_only, struct error *error)
{
  long i = 0;
  long taken;

  *flags = (struct flags){ 0 };
  flags->values = calloc((size_t)count + 1, sizeof *flags->values);
  flags->arguments = calloc((size_t)count + 1, sizeof *flags->arguments);
  if (!flags->values || !flags->arguments)
    return error_memory(error);
  while (i < count) {
    if (words[i][0] != '-' || !words[i][1]) {
      if (first_only)
        return i;
      flags->arguments[flags->argument_count++] = words[i++];
      continue;
    }
    if (strcmp(words[i], "--") == 0) {
      if (first_only)
        return i + 1;
      for (i++; i < count; i++)
        flags->arguments[flags->argument_count++] = words[i];
      return count;
    }
    taken = parse_flag(flags, table, count - i, words + i, error);
    if (taken < 0)
      return -1;
    i += taken;
  }
  return i;
}

const char *flags_next(const struct flags *flags, const char *name, size_t *at)
{
  while (*at < flags->value_count)
    if (strcmp(flags->values[(*at)++].name, name) == 0)
      return flags->values[*at - 1].text;
  return NULL;
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
  const char *habit = synonym_of_flag(name, &needs);
  const char *nearest;
  size_t i;

  if (habit && (!needs || flags_find(table, needs)))
    return error_hint(error, "%s", habit);
  for (i = 0; i < table->count; i++)
    names[i] = table->flags[i].name;
  nearest = suggest(name, names, table->count);
  if (nearest)
    return error_hint(error, "did you mean --%s?", nearest);
  if (!strchr(where, ' '))
    return error_hint(error,
                      "a command's flags stand behind it, as in nscale "
                      "version --json; %s --help lists those that may come "
                      "first",
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
