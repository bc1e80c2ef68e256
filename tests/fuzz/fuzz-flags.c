/* fuzz-flags.c - the command line, against the verbs of the plugin
 * serviceaccounts (core/grammar/flags.h, command.h).
 *
 * The first byte chooses the verb and how far is read; words follow, with a
 * NUL between them.
 */
#include "core/grammar/flags.h"

#include <stdlib.h>
#include <string.h>

#include "core/command/command.h"
#include "tests/fuzz/fuzz.h"

/* Whether a text is (a part of) one of the words. */
static int is_of(const struct words *words, const char *text)
{
  for (int i = 0; i < words->count; i++)
    if (text >= words->list[i] &&
        text <= words->list[i] + strlen(words->list[i]))
      return 1;
  return 0;
}

static void check_values(const struct flags *flags,
                         const struct flag_table *table,
                         const struct words *words)
{
  for (size_t i = 0; i < flags->value_count; i++) {
    const struct flag_value *value = &flags->values[i];
    const struct flag *flag = flags_find(table, value->name);

    MUST(flag != NULL);
    MUST(flag->value ? is_of(words, value->text) : !*value->text);
    MUST(flags_value(flags, value->name, 0) != NULL);
    if (!(flag->attributes & NSCALE_FLAG_REPEATABLE))
      MUST(flags_value(flags, value->name, 1) == NULL);
  }
  for (size_t i = 0; i < flags->argument_count; i++)
    MUST(is_of(words, flags->arguments[i]));
}

static char *join(const char *name, const char *text, int with_value)
{
  struct buffer word = { 0 };
  char *result;

  buffer_printf(&word, "--%s", name);
  if (with_value)
    buffer_printf(&word, "=%s", text);
  result = buffer_take(&word);
  MUST(result != NULL);
  return result;
}

/* Written in the one long way it means the same. */
static void check_rewritten(const struct flags *flags,
                            const struct flag_table *table)
{
  struct error error CLEANUP_ERROR = { .message = NULL };
  struct flags again CLEANUP_FLAGS = { 0 };
  struct words words CLEANUP_WORDS = { .count = 0 };

  for (size_t i = 0; i < flags->value_count; i++)
    words.list[words.count++] =
        join(flags->values[i].name, flags->values[i].text,
             flags_find(table, flags->values[i].name)->value != NULL);
  if (words.count + flags->argument_count + 1 > WORDS_MOST)
    return;
  words.list[words.count++] = fuzz_text("--", 2);
  for (size_t i = 0; i < flags->argument_count; i++)
    words.list[words.count++] =
        fuzz_text(flags->arguments[i], strlen(flags->arguments[i]));
  MUST(flags_parse(&again, table, words.count, words.list, &error) == 0);
  MUST(again.value_count == flags->value_count);
  MUST(again.argument_count == flags->argument_count && !again.unknown);
  for (size_t i = 0; i < flags->value_count; i++)
    MUST(again.values[i].name == flags->values[i].name &&
         strcmp(again.values[i].text, flags->values[i].text) == 0);
  for (size_t i = 0; i < flags->argument_count; i++)
    MUST(strcmp(again.arguments[i], flags->arguments[i]) == 0);
}

/* The early look for --json and -q misses neither. */
static void check_wants_json(const struct flags *flags,
                             const struct words *words)
{
  char *argv[WORDS_MOST + 2] = { NULL };

  memcpy(argv + 1, words->list, sizeof words->list[0] * (size_t)words->count);
  argv[0] = argv[words->count + 1];
  if (flags_value(flags, "json", 0) || flags_value(flags, "query", 0))
    MUST(command_wants_json(words->count + 1, argv));
}

static void check_words(const struct words *words,
                        const struct flag_table *table, int first_only)
{
  struct error error CLEANUP_ERROR = { .message = NULL };
  struct error unknown CLEANUP_ERROR = { .message = NULL };
  struct flags flags CLEANUP_FLAGS = { 0 };
  char **list = (char **)(uintptr_t)words->list;
  long taken =
      first_only ? flags_parse_first(&flags, table, words->count, list, &error)
                 : flags_parse(&flags, table, words->count, list, &error);
  int result;

  fuzz_error(taken < 0 ? -1 : 0, &error);
  check_values(&flags, table, words);
  if (taken < 0) {
    MUST(error.exit_status == EXIT_USAGE);
    return;
  }
  MUST(taken <= words->count);
  if (first_only)
    MUST(flags.argument_count == 0);
  result = flags_check(&flags, table, "nscale serviceaccounts x", &unknown);
  fuzz_error(result, &unknown);
  MUST((result < 0) == (flags.unknown != NULL));
  if (first_only || flags.unknown)
    return;
  check_wants_json(&flags, words);
  check_rewritten(&flags, table);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
  static struct flag_table table;
  struct input input = { .bytes = bytes, .size = size };
  struct words words CLEANUP_WORDS = { .count = 0 };
  uint8_t choice = fuzz_byte(&input);
  const struct nscale_verb *const *verbs = fuzz_noun()->verbs;
  size_t count = 0;

  while (verbs[count])
    count++;
  flags_global(&table);
  if (choice >> 1 < count)
    flags_of_verb(&table, verbs[choice >> 1]);
  else
    while (count > 0)
      flags_of_verb(&table, verbs[--count]);
  fuzz_words(&input, WORDS_MOST, &words);
  check_words(&words, &table, choice & 1);
  return 0;
}
