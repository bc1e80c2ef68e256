/* columns.c - which columns a list shows, and which one it is sorted by. */
#include "core/output/columns.h"

#include <string.h>

#include "core/base/ascii.h"
#include "core/base/buffer.h"
#include "core/base/join.h"
#include "core/base/span.h"
#include "core/base/suggest.h"
#include "core/base/text.h"

#define NAME_SIZE 64 /* of a column's name with its NUL; longer is cut */

/* The letter that stands for one of a title. */
static char letter_of(char letter)
{
  if (letter == ' ' || letter == '_')
    return '-';
  return ascii_lower(letter);
}

static struct span span_of(const char *text)
{
  return (struct span){ text, strlen(text) };
}

/* A title as people type it. */
static void name_of(const struct nscale_column *column, char *name)
{
  size_t i;

  for (i = 0; column->title[i] && i + 1 < NAME_SIZE; i++)
    name[i] = letter_of(column->title[i]);
  name[i] = '\0';
}

void columns_name(struct buffer *text, const struct nscale_column *column)
{
  char name[NAME_SIZE];

  name_of(column, name);
  buffer_puts(text, name);
}

static int is_secret(const struct nscale_noun *noun, const char *path)
{
  const struct nscale_verb *const *verb;

  for (verb = noun->verbs; verb && *verb; verb++)
    if ((*verb)->secret && strcmp((*verb)->secret, path) == 0)
      return 1;
  return 0;
}

static int is_in_list(const struct nscale_column *column)
{
  return !(column->attributes & NSCALE_COLUMN_NOT_IN_LIST);
}

/* The column that a name means, or NULL. */
static const struct nscale_column *find_column(const struct nscale_noun *noun,
                                               const struct nscale_verb *verb,
                                               struct span text)
{
  const struct nscale_column *const *column = verb->columns;
  const struct nscale_column *found = NULL;
  char name[NAME_SIZE];
  size_t i;

  for (; column && *column; column++) {
    name_of(*column, name);
    for (i = 0;
         i < text.length && name[i] && letter_of(text.text[i]) == name[i]; i++)
      continue;
    if (i == text.length && !name[i] && !is_secret(noun, (*column)->path) &&
        (!found || (is_in_list(*column) && !is_in_list(found))))
      found = *column;
  }
  return found;
}

void columns_each(const struct nscale_noun *noun,
                  const struct nscale_verb *verb,
                  void (*each)(void *context, const char *name,
                               const struct nscale_column *column),
                  void *context)
{
  const struct nscale_column *const *column = verb->columns;
  char name[NAME_SIZE];

  for (; column && *column; column++) {
    name_of(*column, name);
    if (find_column(noun, verb, span_of(name)) == *column)
      each(context, name, *column);
  }
}

/* All names, as one line and one by one. */
struct names {
  struct buffer line;
  char texts[TABLE_COLUMNS][NAME_SIZE];
  const char *list[TABLE_COLUMNS];
  size_t count;
};

static void collect_name(void *context, const char *name,
                         const struct nscale_column *column)
{
  struct names *names = context;

  (void)column;
  join_comma(&names->line, names->line.length, name);
  if (names->count == TABLE_COLUMNS)
    return;
  memcpy(names->texts[names->count], name, strlen(name) + 1);
  names->list[names->count] = names->texts[names->count];
  names->count++;
}

static int unknown_column(const struct nscale_noun *noun,
                          const struct nscale_verb *verb, const char *flag,
                          struct span text, struct error *error)
{
  CLEANUP_BUFFER struct buffer word = { 0 };
  struct names names = { .count = 0 };
  const char *near;
  size_t i;

  for (i = 0; i < text.length; i++)
    buffer_putc(&word, letter_of(text.text[i]));
  columns_each(noun, verb, collect_name, &names);
  near = word.data && !word.failed
             ? suggest(word.data, names.list, names.count)
             : NULL;
  error_set(error, EXIT_USAGE, "--%s: there is no column \"%.*s\"", flag,
            (int)text.length, text.text);
  if (!names.line.failed && names.line.data)
    error_hint(error, "%s%s%sthe columns are: %s", near ? "did you mean " : "",
               near ? near : "", near ? "? " : "", names.line.data);
  buffer_free(&names.line);
  return -1;
}

static int add_named(struct columns *columns, const struct nscale_noun *noun,
                     const struct nscale_verb *verb, const char *names,
                     struct error *error)
{
  const struct nscale_column *column;
  struct span name;

  columns->named = 1;
  for (;; names = name.text + name.length + 1) {
    names += strspn(names, " ");
    name = (struct span){ names, strcspn(names, ",") };
    column = find_column(noun, verb, name);
    if (!column)
      return unknown_column(noun, verb, "columns", name, error);
    if (columns->count == TABLE_COLUMNS - 1)
      return error_set(error, EXIT_USAGE,
                       "--columns names more than %d "
                       "columns",
                       TABLE_COLUMNS - 1);
    columns->list[columns->count++] = column;
    if (!names[name.length])
      return 0;
  }
}

/* Finds the column to sort by, or adds it where it is not shown. */
static int add_sort(struct columns *columns, const struct nscale_noun *noun,
                    const struct nscale_verb *verb, const char *sort_by,
                    struct error *error)
{
  const struct nscale_column *column;
  size_t i;

  columns->backwards = sort_by[0] == '-';
  sort_by += columns->backwards;
  column = find_column(noun, verb, span_of(sort_by));
  if (!column)
    return unknown_column(noun, verb, "sort-by", span_of(sort_by), error);
  for (i = 0; i < columns->count && columns->list[i] != column; i++)
    continue;
  if (i == columns->count)
    columns->list[columns->count++] = column;
  columns->sort = i;
  return 0;
}

int columns_choose(struct columns *columns, const struct nscale_noun *noun,
                   const struct nscale_verb *verb,
                   const struct column_flags *flags, struct error *error)
{
  const struct nscale_column *const *column = verb->columns;

  *columns = (struct columns){ .id_path = noun->id_path,
                               .name_path = noun->name_path };
  for (; !flags->names && column && *column &&
         columns->count < TABLE_COLUMNS - 1;
       column++)
    if (is_in_list(*column))
      columns->list[columns->count++] = *column;
  if (flags->names && add_named(columns, noun, verb, flags->names, error) < 0)
    return -1;
  columns->shown = columns->count;
  columns->sort = TABLE_COLUMNS;
  if (flags->sort_by)
    return add_sort(columns, noun, verb, flags->sort_by, error);
  return 0;
}
