/* options.c - what the flags of a verb say, checked and in types. */
#include "core/cli/options.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/ascii.h"
#include "core/base/buffer.h"
#include "core/base/environment.h"
#include "core/base/join.h"
#include "core/base/time.h"
#include "core/grammar/noun.h"
#include "core/message/message.h"
#include "core/message/tty.h"

#define TIMEOUT_DEFAULT 60 /* seconds */
#define TIMEOUT_MOST 86400
#define MAX_WAIT_DEFAULT 60
#define WAIT_DEFAULT 300 /* seconds: --wait-timeout */

/* A flag that takes a number of seconds. */
struct seconds_flag {
  const char *name;
  long least;     /* milliseconds */
  long otherwise; /* seconds, where it is not given */
};

/* A whole or decimal number of seconds, in milliseconds. */
static int read_seconds(const struct flags *flags,
                        const struct seconds_flag *flag, long *milliseconds,
                        struct error *error)
{
  const char *text = flags_value(flags, flag->name, 0);
  char *end;
  double number;

  *milliseconds = flag->otherwise * 1000;
  if (!text)
    return 0;
  errno = 0;
  number = strtod(text, &end);
  if (strspn(text, "0123456789.") != strlen(text) || end == text || *end ||
      errno || number * 1000 < (double)flag->least || number > TIMEOUT_MOST)
    return error_set(error, EXIT_USAGE,
                     "--%s %s is not a number of seconds from %g to %d",
                     flag->name, text[0] ? text : "''",
                     (double)flag->least / 1000, TIMEOUT_MOST);
  *milliseconds = (long)(number * 1000);
  return 0;
}

/* Looks for a certificate in a PEM file, line by line. */
static int holds_certificate(FILE *file)
{
  static const char begin[] = "-----BEGIN ";
  char line[256];

  while (fgets(line, sizeof line, file))
    if (strncmp(line, begin, sizeof begin - 1) == 0 &&
        strstr(line, "CERTIFICATE-----"))
      return 1;
  return 0;
}

/* Whether --ca-cert names what may be a PEM file: a mistake in its name is no
 * trouble with the network.  Of a pipe nothing may be read before its time. */
static int check_ca_cert(const char *path, const char *source,
                         struct error *error)
{
  struct stat status;
  FILE *file = NULL;
  int cause = stat(path, &status) < 0   ? errno
              : S_ISDIR(status.st_mode) ? EISDIR
              : access(path, R_OK) < 0  ? errno
                                        : 0;
  int good = 1;

  if (!cause && S_ISREG(status.st_mode)) {
    file = fopen(path, "re");
    cause = file ? 0 : errno;
  }
  if (file) {
    good = holds_certificate(file);
    cause = ferror(file) ? EIO : 0;
    (void)fclose(file);
  }
  if (cause)
    return error_set(error, EXIT_USAGE, "cannot read %s, which %s names: %s",
                     path, source, strerror(cause));
  if (good)
    return 0;
  error_set(error, EXIT_USAGE,
            "%s, which %s names, has no certificate in PEM form", path,
            source);
  return error_hint(error, "a certificate in PEM form begins with the line "
                           "-----BEGIN CERTIFICATE-----");
}

int options_global(struct exchange_options *options, const struct flags *flags,
                   struct error *error)
{
  static const struct seconds_flag timeout = { "timeout", 1, TIMEOUT_DEFAULT };
  static const struct seconds_flag wait = { "max-wait", 0, MAX_WAIT_DEFAULT };
  long max_wait;

  *options = (struct exchange_options){ 0 };
  options->debug = flags_given(flags, "debug");
  options->ca_cert = flags_value(flags, "ca-cert", 0);
  if (options->ca_cert && !options->ca_cert[0])
    return error_set(error, EXIT_USAGE, "--ca-cert needs the name of a file");
  if (options->ca_cert &&
      check_ca_cert(options->ca_cert, "--ca-cert", error) < 0)
    return -1;
  if (!options->ca_cert) {
    options->ca_cert = environment_value(PROFILE_CA_CERT);
    if (options->ca_cert &&
        check_ca_cert(options->ca_cert, environment_source(PROFILE_CA_CERT),
                      error) < 0)
      return -1;
  }
  if (read_seconds(flags, &timeout, &options->timeout, error) < 0 ||
      read_seconds(flags, &wait, &max_wait, error) < 0)
    return -1;
  options->max_wait = max_wait / 1000;
  return 0;
}

/* --wait-timeout, which says nothing without --wait. */
static int choose_wait(struct wait_flags *wait, const struct verb_line *line,
                       struct error *error)
{
  const struct flags *flags = line->flags;
  const char *timeout = flags_value(flags, "wait-timeout", 0);
  int64_t seconds = WAIT_DEFAULT;

  wait->asked = flags_given(flags, "wait");
  if (timeout && !wait->asked) {
    error_set(error, EXIT_USAGE, "--wait-timeout needs --wait");
    return error_hint(error, "add --wait");
  }
  if (timeout && time_duration(timeout, &seconds) < 0) {
    error_set(error, EXIT_USAGE, "--wait-timeout %s is not a duration",
              timeout[0] ? timeout : "''");
    return error_hint(error, TIME_DURATION_RULE);
  }
  wait->seconds = (uint32_t)seconds;
  return 0;
}

/* Whether the flag makes a condition with --all; all do of a verb that just
 * reads, which has them without --all as well. */
static int goes_with_all(const struct verb_line *line,
                         const struct nscale_flag *flag)
{
  return flag->attributes & NSCALE_FLAG_WITH_ALL ||
         line->verb->effect == NSCALE_EFFECT_READ;
}

/* The flag that makes a condition with --all (`all` 1), or with one thing (0),
 * and its value; without a value the last that could. */
static const char *condition_of_all(const struct verb_line *line, int all,
                                    const struct nscale_flag **found)
{
  const struct nscale_flag *const *flag;
  const char *value;

  for (flag = line->verb->flags; flag && *flag; flag++) {
    if ((*flag)->filter == NSCALE_FILTER_NONE ||
        goes_with_all(line, *flag) != all)
      continue;
    *found = *flag;
    value = flags_value(line->flags, (*flag)->name, 0);
    if (value)
      return value;
  }
  return NULL;
}

/* Says which flags make a condition with --all. */
static int hint_condition(const struct verb_line *line, struct error *error)
{
  const struct nscale_flag *const *flag;
  CLEANUP_BUFFER struct buffer text = { 0 };

  for (flag = line->verb->flags; flag && *flag; flag++)
    if ((*flag)->filter != NSCALE_FILTER_NONE && goes_with_all(line, *flag)) {
      buffer_printf(&text, "%s--%s", text.length ? " or " : "", (*flag)->name);
      if ((*flag)->filter != NSCALE_FILTER_EVERY)
        buffer_printf(&text, " %s", (*flag)->value ? (*flag)->value : "VALUE");
    }
  return text.length && !text.failed ? error_hint(error, "add %s", text.data)
                                     : -1;
}

/* Every one, and those alone that meet something, contradict each other. */
static int check_every(const struct verb_line *line, struct error *error)
{
  const struct nscale_flag *every = NULL, *condition = NULL;
  const struct nscale_flag *const *flag;

  for (flag = line->verb->flags; flag && *flag; flag++)
    if ((*flag)->filter != NSCALE_FILTER_NONE &&
        flags_given(line->flags, (*flag)->name))
      *((*flag)->filter == NSCALE_FILTER_EVERY ? &every : &condition) = *flag;
  return every && condition
             ? error_set(error, EXIT_USAGE,
                         "--%s and --%s cannot be used together",
                         condition->name, every->name)
             : 0;
}

/* --all: what it needs, and what it does not go with. */
static int check_all(const struct token_flags *token,
                     const struct verb_line *line, struct error *error)
{
  static const char *const others[] = { "query", "id", "self", "token-file" };
  const struct nscale_flag *flag = NULL;
  /* What just reads has a result to filter. */
  size_t i = line->verb->effect == NSCALE_EFFECT_READ;

  if (line->argument)
    return error_set(error, EXIT_USAGE, "--all and %s cannot be used together",
                     line->argument);
  for (; i < sizeof others / sizeof others[0]; i++)
    if (flags_given(line->flags, others[i]))
      return error_set(error, EXIT_USAGE,
                       "--all and --%s cannot be used together", others[i]);
  if (condition_of_all(line, 0, &flag))
    return error_set(error, EXIT_USAGE,
                     "--all and --%s cannot be used together", flag->name);
  if (!condition_of_all(line, 1, &flag)) {
    error_set(error, EXIT_USAGE, "--all needs a condition");
    return hint_condition(line, error);
  }
  if (check_every(line, error) < 0)
    return -1;
  if (!line->verb->secret || token->folder || token->hook.command)
    return 0;
  error_set(error, EXIT_USAGE, "--all needs a place for the tokens");
  return error_hint(error, "add --output-dir DIR%s",
                    line->verb->secret_owner ? " or --deliver COMMAND" : "");
}

/* Whether it is about all things or one, and that only one was said. */
static int choose_all(struct target_flags *target, struct token_flags *token,
                      const struct verb_line *line, struct error *error)
{
  const struct nscale_flag *flag = NULL;

  target->all = flags_given(line->flags, "all");
  target->fail_fast = line->verb->attributes & NSCALE_VERB_ALL &&
                      flags_given(line->flags, "fail-fast");
  token->folder = flags_value(line->flags, "output-dir", 0);
  if (token->folder && !token->folder[0])
    return error_set(error, EXIT_USAGE,
                     "--output-dir needs the name of a folder");
  if (target->all)
    return check_all(token, line, error);
  if (target->fail_fast)
    return error_set(error, EXIT_USAGE, "--fail-fast needs --all");
  if (token->folder)
    return error_set(error, EXIT_USAGE, "--output-dir needs --all");
  if (line->verb->effect != NSCALE_EFFECT_READ &&
      condition_of_all(line, 1, &flag))
    return error_set(error, EXIT_USAGE, "--%s needs --all", flag->name);
  return 0;
}

/* Whether it is about the thing that the token is of, and that no other was
 * said. */
static int choose_self(struct target_flags *target,
                       const struct verb_line *line, struct error *error)
{
  const uint32_t attributes = line->verb->attributes;

  target->self =
      !target->all && attributes & NSCALE_VERB_SELF &&
      (!(attributes & NSCALE_VERB_ID) || flags_given(line->flags, "self"));
  if (!target->self)
    return 0;
  if (flags_given(line->flags, "id"))
    return error_set(error, EXIT_USAGE,
                     "--self and --id cannot be used together");
  return line->argument ? error_set(error, EXIT_USAGE,
                                    "--self and %s cannot be used together",
                                    line->argument)
                        : 0;
}

/* What becomes of a create where there is one of the name. */
static int choose_twin(struct target_flags *target, const struct flags *flags,
                       struct error *error)
{
  target->if_not_exists = flags_given(flags, "if-not-exists");
  target->allow_duplicate = flags_given(flags, "allow-duplicate");
  return target->if_not_exists && target->allow_duplicate
             ? error_set(error, EXIT_USAGE,
                         "--if-not-exists and --allow-duplicate cannot be "
                         "used together")
             : 0;
}

/* Whether somebody can be asked which one is meant. */
static int can_offer(const struct verb_line *line)
{
  return !flags_given(line->flags, "yes") &&
         noun_list(line->noun, line->flags) && tty_is_attended();
}

static int choose_id(struct target_flags *target, const struct verb_line *line,
                     struct error *error)
{
  const char *id = flags_value(line->flags, "id", 0);
  const char *argument = line->argument;

  if (!(line->verb->attributes & NSCALE_VERB_ID) || target->all ||
      target->self)
    return 0;
  if (id && argument && strcmp(id, argument) != 0)
    return error_set(error, EXIT_USAGE,
                     "--id %s and the argument %s name different things", id,
                     argument);
  target->id = id ? id : argument;
  if (target->id && target->id[0])
    return 0;
  target->unnamed = !target->id && can_offer(line);
  if (target->unnamed)
    return 0;
  if (target->id)
    error_set(error, EXIT_USAGE, "the id is empty");
  else
    error_set(error, EXIT_USAGE, "%s needs an id or a name", line->verb->name);
  return error_hint(error, "name it as the argument, or with --id ID|NAME%s",
                    !target->id && line->verb->attributes & NSCALE_VERB_SELF
                        ? "; --self is the one whose token this is"
                        : "");
}

static int choose_document(struct document_flags *document,
                           const struct verb_line *line, struct error *error)
{
  const struct flags *flags = line->flags;
  const char *file = flags_value(flags, "file", 0);
  const char *from_stdin = flags_value(flags, "stdin", 0);

  if (file && from_stdin && strcmp(file, "-") != 0)
    return error_set(error, EXIT_USAGE,
                     "--file and --stdin cannot be used together");
  if (file && !file[0])
    return error_set(error, EXIT_USAGE, "--file needs the name of a file");
  document->file = from_stdin ? "-" : file;
  return 0;
}

/* Whether the plugin has a flag of that name, which is its own. */
static int has_own(const struct verb_line *line, const char *name)
{
  const struct nscale_flag *const *own;

  for (own = line->verb->flags; own && *own; own++)
    if (strcmp((*own)->name, name) == 0)
      return 1;
  return 0;
}

/* What a flag of lists says, NULL where it was not given; a plugin of ABI 1.0
 * may have one of that name, which is its own. */
static const char *list_flag(const struct verb_line *line, const char *name)
{
  return has_own(line, name) ? NULL : flags_value(line->flags, name, 0);
}

/* How a table looks, which --json and -q have none of. */
static int choose_columns(struct output_flags *output,
                          const struct verb_line *line, struct error *error)
{
  static const char *const names[] = { "columns", "sort-by", "no-headers" };
  const char *values[3];
  size_t i;

  if (line->verb->reply != NSCALE_REPLY_LIST)
    return 0;
  for (i = 0; i < 3; i++) {
    values[i] = list_flag(line, names[i]);
    if (values[i] && (output->json || output->query_count))
      return error_set(error, EXIT_USAGE,
                       "--%s is for tables and cannot be used with --%s",
                       names[i], output->json ? "json" : "query");
  }
  output->headless = values[2] != NULL;
  if (columns_choose(
          &output->columns, line->noun, line->verb,
          &(struct column_flags){ .names = values[0], .sort_by = values[1] },
          error) < 0)
    return -1;
  /* One that reads is a list with --all alone, and has no flags of lists. */
  output->columns.fixed =
      has_own(line, names[0]) || flags_given(line->flags, "all");
  return 0;
}

/* Where the result goes, and in which form. */
static int choose_output(struct output_flags *output,
                         const struct verb_line *line, struct error *error)
{
  size_t at = 0;

  output->json = flags_given(line->flags, "json");
  while (flags_next(line->flags, "query", &at))
    output->query_count++;
  if (output->json && output->query_count)
    return error_set(error, EXIT_USAGE,
                     "--json and --query cannot be used together");
  if (choose_columns(output, line, error) < 0)
    return -1;
  output->file = flags_value(line->flags, "output", 0);
  output->follow = line->verb->attributes & NSCALE_VERB_FOLLOW &&
                   flags_given(line->flags, "follow");
  if (output->file && !output->file[0])
    return error_set(error, EXIT_USAGE, "--output needs the name of a file");
  return output->file && output->follow
             ? error_set(error, EXIT_USAGE,
                         "--follow and --output cannot be used together")
             : 0;
}

/* Where a token goes. */
static int choose_token_file(struct token_flags *token,
                             const struct verb_line *line, struct error *error)
{
  token->file = flags_value(line->flags, "token-file", 0);
  if (!token->file)
    return 0;
  if (!token->file[0])
    return error_set(error, EXIT_USAGE,
                     "--token-file needs the name of a file");
  /* Elsewhere - is a stream: a file of that name would be a surprise. */
  if (strcmp(token->file, "-") != 0)
    return 0;
  error_set(error, EXIT_USAGE,
            "--token-file needs the name of a file, and - is not one");
  return error_hint(error, "leave it out to print the token on standard "
                           "output, or write ./- for a file of that name");
}

/* Whether a text that was given says nothing. */
static int is_blank(const char *text)
{
  return text && !text[strspn(text, " \t\n")];
}

/* --deliver, and what is said about it. */
static int choose_hook(struct token_hook *hook, const struct verb_line *line,
                       struct error *error)
{
  static const char *const about[] = { "deliver-check", "deliver-retries",
                                       "deliver-timeout" };
  static const struct seconds_flag timeout = { "deliver-timeout", 1,
                                               HOOK_SECONDS_DEFAULT };
  const char *retries = flags_value(line->flags, "deliver-retries", 0);
  char *end = NULL;
  size_t i;

  /* A plugin of an earlier minor may have flags of its own of these names. */
  if (!line->verb->secret_owner)
    return 0;
  hook->command = flags_value(line->flags, "deliver", 0);
  hook->check = flags_value(line->flags, "deliver-check", 0);
  for (i = 0; i < sizeof about / sizeof about[0]; i++)
    if (!hook->command && flags_given(line->flags, about[i]))
      return error_set(error, EXIT_USAGE, "--%s needs --deliver", about[i]);
  if (is_blank(hook->command) || is_blank(hook->check))
    return error_set(error, EXIT_USAGE, "--%s needs a command",
                     is_blank(hook->command) ? "deliver" : "deliver-check");
  hook->retries = HOOK_RETRIES_DEFAULT;
  if (retries) {
    unsigned long number =
        ascii_is_digit(retries[0]) ? strtoul(retries, &end, 10) : 0;

    if (!end || *end || number > HOOK_RETRIES_MOST)
      return error_set(error, EXIT_USAGE,
                       "--deliver-retries %s is not a number from 0 to %d",
                       retries[0] ? retries : "''", HOOK_RETRIES_MOST);
    hook->retries = (unsigned)number;
  }
  return read_seconds(line->flags, &timeout, &hook->milliseconds, error);
}

/* Finds a value among the words that a flag takes. */
static int find_word(const char *name, const char *const *words,
                     const char *value, size_t *found, struct error *error)
{
  CLEANUP_BUFFER struct buffer list = { 0 };
  size_t i;

  for (i = 0; words[i]; i++)
    if (strcmp(words[i], value) == 0) {
      *found = i;
      return 0;
    }
  error_set(error, EXIT_USAGE, "--%s does not take %s", name,
            value[0] ? value : "''");
  for (i = 0; words[i]; i++)
    join_comma(&list, i, words[i]);
  if (!list.length || list.failed)
    return -1;
  return error_hint(error, "it takes one of: %s", list.data);
}

int options_word(const struct flag *flag, const char *value, size_t *word,
                 struct error *error)
{
  return find_word(flag->name, flag->choices->words, value, word, error);
}

int options_check(const struct flags *flags, const struct nscale_verb *verb,
                  struct error *error)
{
  const struct nscale_flag *const *flag;
  const char *value;
  size_t at, word;

  for (flag = verb->flags; flag && *flag; flag++) {
    value = flags_value(flags, (*flag)->name, 0);
    if (!value && (*flag)->attributes & NSCALE_FLAG_REQUIRED)
      return error_set(error, EXIT_USAGE, "%s needs --%s", verb->name,
                       (*flag)->name);
    if (value && (*flag)->attributes & NSCALE_FLAG_DEPRECATED)
      message_note("--%s is deprecated%s%s", (*flag)->name,
                   (*flag)->replacement ? ": use " : "",
                   (*flag)->replacement ? (*flag)->replacement : "");
    if (!(*flag)->choices || !(*flag)->choices->words)
      continue;
    for (at = 0; (value = flags_next(flags, (*flag)->name, &at));)
      if (find_word((*flag)->name, (*flag)->choices->words, value, &word,
                    error) < 0)
        return -1;
  }
  return 0;
}

int options_of_verb(struct options *options, const struct verb_line *line,
                    struct error *error)
{
  const struct flags *flags = line->flags;
  const uint32_t attributes = line->verb->attributes;

  *options = (struct options){ 0 };
  options->consent.dry_run = flags_given(flags, "dry-run");
  options->consent.yes = flags_given(flags, "yes");
  options->target.ignore_not_found = flags_given(flags, "ignore-not-found");
  if (attributes & NSCALE_VERB_UNIQUE &&
      choose_twin(&options->target, flags, error) < 0)
    return -1;
  options->document.replace = flags_given(flags, "replace");
  if (options_global(&options->exchange, flags, error) < 0 ||
      choose_output(&options->output, line, error) < 0 ||
      choose_token_file(&options->token, line, error) < 0 ||
      choose_hook(&options->token.hook, line, error) < 0 ||
      (attributes & NSCALE_VERB_ALL &&
       choose_all(&options->target, &options->token, line, error) < 0) ||
      choose_self(&options->target, line, error) < 0 ||
      choose_id(&options->target, line, error) < 0 ||
      choose_document(&options->document, line, error) < 0 ||
      (attributes & NSCALE_VERB_WAIT &&
       choose_wait(&options->wait, line, error) < 0))
    return -1;
  return options_check(flags, line->verb, error);
}
