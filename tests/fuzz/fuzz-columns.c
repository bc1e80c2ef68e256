/* fuzz-columns.c - which columns a list shows and is sorted by, as people name
 * them (core/output/columns.h).
 *
 * The first byte chooses the verb and which of the flags are given; their
 * texts follow, with a NUL behind the first.
 */
#include "core/output/columns.h"

#include <string.h>

#include "tests/fuzz/fuzz.h"

static int is_of_verb(const struct nscale_verb *verb,
                      const struct nscale_column *wanted)
{
  const struct nscale_column *const *column = verb->columns;

  while (*column && *column != wanted)
    column++;
  return *column != NULL;
}

/* No list has a secret of any verb. */
static int is_secret(const struct nscale_column *column)
{
  const struct nscale_verb *const *verb = fuzz_noun()->verbs;

  while (*verb &&
         !((*verb)->secret && strcmp((*verb)->secret, column->path) == 0))
    verb++;
  return *verb != NULL;
}

static void check(const struct columns *columns,
                  const struct nscale_verb *verb,
                  const struct column_flags *flags)
{
  size_t i;

  MUST(columns->count <= TABLE_COLUMNS);
  MUST(columns->shown == columns->count ||
       (flags->sort_by && columns->shown + 1 == columns->count &&
        columns->sort == columns->shown));
  MUST(flags->sort_by ? columns->sort < columns->count
                      : columns->sort == TABLE_COLUMNS);
  MUST(!flags->names || columns->named);
  for (i = 0; i < columns->count; i++) {
    MUST(is_of_verb(verb, columns->list[i]));
    MUST(!flags->names || !is_secret(columns->list[i]));
  }
}

/* What a name means it means alone, and to sort by as well. */
static void check_name(void *context, const char *name,
                       const struct nscale_column *column)
{
  struct error error CLEANUP_ERROR = { .message = NULL };
  const struct column_flags flags = { .names = name, .sort_by = name };
  struct columns columns;

  MUST(columns_choose(&columns, fuzz_noun(), context, &flags, &error) == 0);
  MUST(columns.count == 1 && columns.list[0] == column && columns.sort == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
  struct error error CLEANUP_ERROR = { .message = NULL };
  struct input input = { .bytes = bytes, .size = size };
  const struct nscale_verb *const *verb = fuzz_noun()->verbs;
  uint8_t choice = fuzz_byte(&input);
  char *names CLEANUP_FREE = fuzz_next(&input);
  char *sort_by CLEANUP_FREE = fuzz_next(&input);
  const struct column_flags flags = {
    .names = choice & 1 ? names : NULL,
    .sort_by = choice & 2 ? sort_by : NULL,
  };
  struct columns columns;
  int result;

  for (choice >>= 2; choice > 0 && verb[1]; choice--)
    verb++;
  result = columns_choose(&columns, fuzz_noun(), *verb, &flags, &error);
  fuzz_error(result, &error);
  if (result == 0)
    check(&columns, *verb, &flags);
  else
    MUST(error.exit_status == EXIT_USAGE);
  columns_each(fuzz_noun(), *verb, check_name, (void *)(uintptr_t)*verb);
  return 0;
}
