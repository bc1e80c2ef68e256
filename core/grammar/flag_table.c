/* flag_table.c - the flags that a command has: the core's, and a plugin's. */
#include "core/grammar/flag_table.h"

#include <string.h>

/* ---- The core's flags. --------------------------------------------- */

/* What a verb must have for a flag to be one of its own. */
enum {
  WITH_ORGANIZATION = NSCALE_SCOPE_ORGANIZATION,
  WITH_PROJECT = NSCALE_SCOPE_PROJECT,
  WITH_REGION = NSCALE_SCOPE_REGION,
  WITH_ID = 1 << 3,
  WITH_DOCUMENT = 1 << 4,
  WITH_UPDATE = 1 << 5, /* it updates */
  WITH_ALL = 1 << 6,
  WITH_IGNORE = 1 << 7,
  WITH_WAIT = 1 << 8,
  WITH_CHANGE = 1 << 9, /* it does not just read */
  WITH_JSON = 1 << 10,  /* its reply is JSON */
  WITH_LIST = 1 << 11,
  WITH_SECRET = 1 << 12,
  WITH_BYTES = 1 << 13,
  ALWAYS = 1 << 14,  /* a flag of every command */
  PLUGINS = 1 << 15, /* not a flag: the verb's own stand here */
  WITH_SELF = 1 << 16,
  WITH_UNIQUE = 1 << 17,
  WITH_READ = 1 << 19,  /* it just reads */
  WITH_OWNER = 1 << 18, /* it says whose the secret is */
  WITH_FOLLOW = 1 << 20
};

/* The order of the rows is that of help.  `since` is the minor of the ABI
 * that reserved the name: one that was reserved later stays the plugin's
 * where it is one of an older minor, which could not know. */
struct core_flag {
  struct flag flag;
  uint32_t with; /* all of these */
  uint16_t since;
};

static const char *const color_words[] = { "auto", "always", "never", NULL };

static const struct nscale_choices color_choices = { .words = color_words };

static const struct core_flag core_flags[] = {
  { .with = ALWAYS,
    .flag = { .group = FLAG_GROUP_GLOBAL,
              .name = "help",
              .letter = "h",
              .summary = "Show help and do nothing." } },
  { .with = ALWAYS,
    .flag = { .group = FLAG_GROUP_GLOBAL,
              .name = "version",
              .summary = "Show the version and do nothing." } },
  { .with = ALWAYS,
    .flag = { .group = FLAG_GROUP_GLOBAL,
              .name = "debug",
              .summary =
                  "Show requests and replies on stderr, without secrets." } },
  { .with = ALWAYS,
    .flag = { .group = FLAG_GROUP_GLOBAL,
              .name = "timeout",
              .value = "SECONDS",
              .summary =
                  "Give up on a request after this time (default 60)." } },
  { .with = ALWAYS,
    .flag = { .group = FLAG_GROUP_GLOBAL,
              .name = "max-wait",
              .value = "SECONDS",
              .summary = "Wait at most this long when the server sends "
                         "Retry-After (default 60)." } },
  { .with = ALWAYS,
    .flag = { .group = FLAG_GROUP_GLOBAL,
              .name = "ca-cert",
              .value = "FILE",
              .summary =
                  "Trust the certificate authorities in this PEM file." } },
  { .with = ALWAYS,
    .since = 2,
    .flag = { .group = FLAG_GROUP_GLOBAL,
              .name = "profile",
              .value = "NAME",
              .summary = "Use this profile (default: NSCALE_PROFILE)." } },
  { .with = ALWAYS,
    .since = 2,
    .flag = { .group = FLAG_GROUP_GLOBAL,
              .name = "color",
              .value = "WHEN",
              .summary = "Use colours: auto, always or never (default auto).",
              .choices = &color_choices } },
  { .with = WITH_ID,
    .flag = { .name = "id",
              .value = "ID|NAME",
              .summary = "Which one; the argument does the same." } },
  { .with = WITH_ID | WITH_SELF,
    .since = 2,
    .flag = { .name = "self",
              .summary = "The one whose token nscale acts with, in the place "
                         "of an id." } },
  { .with = WITH_ORGANIZATION,
    .flag = { .name = "org",
              .value = "ID|NAME",
              .summary =
                  "The organization (default: NSCALE_ORGANIZATION_ID, or the "
                  "only one that the token sees)." } },
  { .with = WITH_PROJECT,
    .flag = { .name = "project",
              .value = "ID|NAME",
              .summary = "The project (default: NSCALE_PROJECT_ID)." } },
  { .with = WITH_REGION,
    .flag = { .name = "region",
              .value = "ID|NAME",
              .summary = "The region (default: NSCALE_REGION_ID)." } },
  { .with = PLUGINS },
  { .with = WITH_DOCUMENT,
    .flag = { .group = FLAG_GROUP_DOCUMENT,
              .name = "file",
              .letter = "f",
              .value = "FILE",
              .summary = "Read the JSON document from a file; - is standard "
                         "input." } },
  { .with = WITH_DOCUMENT,
    .flag = { .group = FLAG_GROUP_DOCUMENT,
              .name = "stdin",
              .summary = "Read the JSON document from standard input." } },
  { .with = WITH_DOCUMENT | WITH_UPDATE,
    .flag = { .group = FLAG_GROUP_DOCUMENT,
              .name = "replace",
              .summary = "Send the document as it is, without merging it into "
                         "what is there." } },
  { .with = WITH_ALL | WITH_READ,
    .since = 1,
    .flag = { .name = "all",
              .summary = "Show every one that meets the conditions, and fail "
                         "with 1 if there is one." } },
  { .with = WITH_ALL | WITH_CHANGE,
    .since = 1,
    .flag = { .name = "all",
              .summary = "Act on every one that meets the conditions." } },
  { .with = WITH_ALL | WITH_SECRET,
    .since = 1,
    .flag = { .name = "output-dir",
              .value = "DIR",
              .summary =
                  "With --all: write each token to a new file in this folder "
                  "(mode 0600), named after what it belongs to." } },
  { .with = WITH_ALL | WITH_CHANGE,
    .since = 2,
    .flag = { .name = "fail-fast",
              .summary = "With --all: end at the first failure, instead of "
                         "going on with the others." } },
  { .with = WITH_IGNORE,
    .since = 1,
    .flag = { .name = "ignore-not-found",
              .summary = "If it does not exist, say so and succeed." } },
  { .with = WITH_UNIQUE,
    .since = 2,
    .flag = { .name = "if-not-exists",
              .summary = "If there is one of the name, say so, show it and "
                         "succeed; nothing is made then." } },
  { .with = WITH_UNIQUE,
    .since = 2,
    .flag = { .name = "allow-duplicate",
              .summary = "Do not look whether there is one of the name." } },
  { .with = WITH_WAIT,
    .since = 1,
    .flag = { .name = "wait",
              .summary = "Wait until the operation has finished." } },
  { .with = WITH_WAIT,
    .since = 1,
    .flag = { .name = "wait-timeout",
              .value = "DURATION",
              .summary = "Wait at most this long (default 5m)." } },
  { .with = WITH_CHANGE,
    .flag = { .group = FLAG_GROUP_CONSENT,
              .name = "dry-run",
              .summary = "Show what would be sent and send nothing." } },
  { .with = WITH_CHANGE,
    .flag = { .group = FLAG_GROUP_CONSENT,
              .name = "yes",
              .letter = "y",
              .summary = "Do not ask." } },
  { .with = WITH_JSON,
    .flag = { .group = FLAG_GROUP_OUTPUT,
              .name = "json",
              .summary = "Print the whole reply as JSON." } },
  { .with = WITH_JSON,
    .flag = { .group = FLAG_GROUP_OUTPUT,
              .name = "query",
              .letter = "q",
              .value = "FILTER",
              .attributes = NSCALE_FLAG_REPEATABLE,
              .summary = "Print the results of a jq filter; repeatable." } },
  { .with = WITH_LIST,
    .since = 1,
    .flag = { .group = FLAG_GROUP_OUTPUT,
              .name = "columns",
              .value = "COLUMN,...",
              .summary = "Show these columns, in this order." } },
  { .with = WITH_LIST,
    .since = 1,
    .flag = { .group = FLAG_GROUP_OUTPUT,
              .name = "sort-by",
              .value = "COLUMN",
              .summary = "Sort by this column; put - before it for the "
                         "opposite order." } },
  { .with = WITH_LIST,
    .since = 1,
    .flag = { .group = FLAG_GROUP_OUTPUT,
              .name = "no-headers",
              .summary = "Leave out the header line." } },
  { .with = WITH_SECRET,
    .flag = { .group = FLAG_GROUP_OUTPUT,
              .name = "token-file",
              .value = "FILE",
              .summary = "Write the token to this new file (mode 0600) "
                         "instead of standard output." } },
  { .with = WITH_OWNER,
    .since = 2,
    .flag = { .group = FLAG_GROUP_OUTPUT,
              .name = "deliver",
              .value = "COMMAND",
              .summary = "Hand the token to this command, on its standard "
                         "input, and try again until it ends with 0." } },
  { .with = WITH_OWNER,
    .since = 2,
    .flag = { .group = FLAG_GROUP_OUTPUT,
              .name = "deliver-check",
              .value = "COMMAND",
              .summary = "Change nothing unless this command ends with 0 "
                         "beforehand." } },
  { .with = WITH_OWNER,
    .since = 2,
    .flag = { .group = FLAG_GROUP_OUTPUT,
              .name = "deliver-retries",
              .value = "N",
              .summary = "Run the command of --deliver up to N more times "
                         "where it fails (default 3)." } },
  { .with = WITH_OWNER,
    .since = 2,
    .flag = { .group = FLAG_GROUP_OUTPUT,
              .name = "deliver-timeout",
              .value = "SECONDS",
              .summary = "End these commands after this time (default "
                         "60)." } },
  { .with = WITH_BYTES,
    .flag = { .group = FLAG_GROUP_OUTPUT,
              .name = "output",
              .value = "FILE",
              .summary = "Write the reply to this new file instead of "
                         "standard output." } },
  { .with = WITH_FOLLOW,
    .since = 2,
    .flag = { .group = FLAG_GROUP_OUTPUT,
              .name = "follow",
              .summary = "Go on with what is added to it, until it is gone "
                         "or you interrupt." } },
};

#define CORE_FLAGS (sizeof core_flags / sizeof core_flags[0])

/* All that this verb has of it. */
static uint32_t verb_has(const struct nscale_verb *verb)
{
  static const struct {
    uint32_t attribute;
    uint32_t with;
  } attributes[] = {
    { NSCALE_VERB_ID, WITH_ID },
    { NSCALE_VERB_DOCUMENT, WITH_DOCUMENT },
    { NSCALE_VERB_ALL, WITH_ALL },
    { NSCALE_VERB_IGNORE_NOT_FOUND, WITH_IGNORE },
    { NSCALE_VERB_WAIT, WITH_WAIT },
    { NSCALE_VERB_SELF, WITH_SELF },
    { NSCALE_VERB_UNIQUE, WITH_UNIQUE },
    { NSCALE_VERB_FOLLOW, WITH_FOLLOW },
  };
  uint32_t has = PLUGINS | (verb->scopes &
                            (WITH_ORGANIZATION | WITH_PROJECT | WITH_REGION));
  size_t i;

  for (i = 0; i < sizeof attributes / sizeof attributes[0]; i++)
    if (verb->attributes & attributes[i].attribute)
      has |= attributes[i].with;
  has |= verb->effect == NSCALE_EFFECT_READ ? WITH_READ : WITH_CHANGE;
  if (verb->effect == NSCALE_EFFECT_UPDATE)
    has |= WITH_UPDATE;
  if (verb->reply == NSCALE_REPLY_LIST)
    has |= WITH_LIST | WITH_JSON;
  if (verb->reply == NSCALE_REPLY_OBJECT || verb->reply == REPLY_ANY)
    has |= WITH_JSON;
  if (verb->reply == NSCALE_REPLY_BYTES)
    has |= WITH_BYTES;
  if (verb->secret_owner && verb->secret)
    has |= WITH_OWNER;
  return verb->secret && !(has & WITH_BYTES) ? has | WITH_SECRET : has;
}

int flag_is_reserved(const char *name, unsigned minor)
{
  const struct core_flag *row;

  /* The first byte tells most of them apart without a call. */
  for (row = core_flags; row < core_flags + CORE_FLAGS; row++)
    if (row->with != PLUGINS && row->flag.name[0] == name[0] &&
        strcmp(row->flag.name, name) == 0)
      return row->since <= minor;
  return 0;
}

int flag_letter_is_reserved(char letter)
{
  const struct core_flag *row;

  for (row = core_flags; row < core_flags + CORE_FLAGS; row++)
    if (row->flag.letter && row->flag.letter[0] == letter)
      return 1;
  return 0;
}

/* ---- The table of a command. ---------------------------------------- */

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
static void table_add(struct flag_table *table, const struct flag *flag)
{
  struct flag *there = (struct flag *)(uintptr_t)flags_find(table, flag->name);

  if (there)
    there->attributes |= flag->attributes & NSCALE_FLAG_REPEATABLE;
  else if (table->count < FLAG_TABLE_MOST)
    table->flags[table->count++] = *flag;
}

/* The flags that a verb describes itself. */
static void table_add_own(struct flag_table *table,
                          const struct nscale_flag *const *own)
{
  for (; own && *own; own++)
    table_add(table,
              &(struct flag){ .name = (*own)->name,
                              .letter = (*own)->letter,
                              .value = (*own)->attributes & NSCALE_FLAG_SWITCH
                                           ? NULL
                                       : (*own)->value ? (*own)->value
                                                       : "VALUE",
                              .summary = (*own)->summary,
                              .attributes = (*own)->attributes,
                              .replacement = (*own)->replacement,
                              .choices = (*own)->choices });
}

void flags_global(struct flag_table *table)
{
  const struct core_flag *row;

  table->count = 0;
  for (row = core_flags; row < core_flags + CORE_FLAGS; row++)
    if (row->with == ALWAYS)
      table_add(table, &row->flag);
}

void flags_of_verb(struct flag_table *table, const struct nscale_verb *verb)
{
  const uint32_t has = verb_has(verb);
  const struct core_flag *row;

  for (row = core_flags; row < core_flags + CORE_FLAGS; row++)
    if (row->with == PLUGINS)
      table_add_own(table, verb->flags);
    else if ((row->with & ~has) == 0)
      table_add(table, &row->flag);
}

void flags_of_noun(struct flag_table *table, const struct nscale_noun *noun)
{
  const struct nscale_verb *const *verb;
  const struct nscale_noun *const *nested;

  for (verb = noun->verbs; verb && *verb; verb++)
    flags_of_verb(table, *verb);
  for (nested = noun->nouns; nested && *nested; nested++)
    flags_of_noun(table, *nested);
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
