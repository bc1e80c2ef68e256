/* resolve.c - which of several plugins a word on the command line means.
 *
 * All words are sorted so that of equal ones the one that wins comes first;
 * that is fast for any number of plugins.
 */
#include "core/plugin/resolve.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/buffer.h"
#include "core/base/join.h"
#include "core/base/vector.h"
#include "core/grammar/builtin.h"
#include "core/grammar/word_list.h"

enum rank { CORE, NAME, ALIAS };

/* Texts are borrowed, and not ended by a NUL. */
struct word {
  const char *text;
  size_t length;
  enum rank rank;
  size_t owner; /* index in the list; of no meaning for CORE */
};

struct words {
  struct word *items;
  size_t count;
};

static void words_free(struct words *words)
{
  free(words->items);
}

static int compare_texts(const struct word *a, const struct word *b)
{
  const size_t length = a->length < b->length ? a->length : b->length;
  const int order = memcmp(a->text, b->text, length);

  return order ? order : (a->length > b->length) - (a->length < b->length);
}

static int compare_words(const void *first, const void *second)
{
  const struct word *a = first, *b = second;
  const int order = compare_texts(a, b);

  if (order)
    return order;
  if (a->rank != b->rank)
    return a->rank < b->rank ? -1 : 1;
  return (a->owner > b->owner) - (a->owner < b->owner);
}

static int add_word(struct words *words, struct word word, struct error *error)
{
  struct word *items = vector_grow(words->items, words->count, sizeof *items);

  if (!items)
    return error_memory(error);
  words->items = items;
  items[words->count++] = word;
  return 0;
}

static struct word word_of(const char *name, enum rank rank, size_t owner)
{
  return (struct word){
    .text = name, .length = strlen(name), .rank = rank, .owner = owner
  };
}

/* Whose it is: the first of the words that are equal to this one, which is
 * in the sorted list. */
static const struct word *winner(const struct words *words, const char *text,
                                 size_t length)
{
  const struct word wanted = { .text = text, .length = length };
  size_t low = 0, high = words->count, middle;

  while (low < high) {
    middle = low + (high - low) / 2;
    if (compare_texts(&words->items[middle], &wanted) < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return &words->items[low];
}

static void sort_words(struct words *words)
{
  qsort(words->items, words->count, sizeof *words->items, compare_words);
}

static int has_name(const struct plugin_found *found)
{
  return found->name && found->status != PLUGIN_UNTRUSTED &&
         name_valid(found->name, strlen(found->name));
}

static int has_aliases(const struct plugin_found *found)
{
  return found->status == PLUGIN_OK || found->status == PLUGIN_INCOMPATIBLE;
}

static int add_names(struct words *words, const struct plugin_list *list,
                     struct error *error)
{
  size_t i;

  i = 0;
  do /* there is one: nobody sorts nothing */
    if (add_word(words, word_of(builtins[i]->noun->name, CORE, 0), error) < 0)
      return -1;
  while (builtins[++i]);
  for (i = 0; i < list->count; i++)
    if (has_name(list->items[i]) &&
        add_word(words, word_of(list->items[i]->name, NAME, i), error) < 0)
      return -1;
  sort_words(words);
  return 0;
}

static int resolve_name(struct plugin_list *list, size_t index,
                        const struct words *words, struct error *error)
{
  struct plugin_found *found = list->items[index];
  struct buffer reason = { 0 };
  const struct word *word;

  if (!has_name(found))
    return 0;
  word = winner(words, found->name, strlen(found->name));
  if (word->rank == NAME && word->owner == index)
    return 0;
  if (word->rank == CORE)
    found->shadows_builtin = 1;
  else
    found->shadowed_by = list->items[word->owner]->path;
  if (found->status == PLUGIN_BROKEN)
    return 0; /* that is the more useful thing to know */
  found->status = PLUGIN_SHADOWED;
  buffer_printf(&reason, "shadowed by %s",
                found->shadows_builtin ? "a command of nscale itself"
                                       : found->shadowed_by);
  free(found->reason);
  found->reason = buffer_take(&reason);
  return found->reason ? 0 : error_memory(error);
}

static int add_aliases(struct words *words, const struct plugin_list *list,
                       struct error *error)
{
  const char *text;
  size_t i, length;

  for (i = 0; i < list->count; i++) {
    if (!has_aliases(list->items[i]))
      continue;
    text = list->items[i]->manifest.aliases;
    for (; (length = word_list_next(&text)); text += length)
      if (add_word(
              words,
              (struct word){
                  .text = text, .length = length, .rank = ALIAS, .owner = i },
              error) < 0)
        return -1;
  }
  sort_words(words);
  return 0;
}

/* Leaves an entry the aliases that are its own. */
static int resolve_aliases(struct plugin_list *list, size_t index,
                           const struct words *words, struct error *error)
{
  struct plugin_found *found = list->items[index];
  struct buffer aliases = { 0 }, reason = { 0 };
  const struct word *word;
  const char *text = "";
  size_t length;

  if (has_aliases(found))
    text = found->manifest.aliases;
  for (; (length = word_list_next(&text)); text += length) {
    word = winner(words, text, length);
    if (word->rank != CORE && word->owner == index) {
      /* An alias that is its own name, or given twice, says nothing. */
      if (word->rank == ALIAS && word->text == text) {
        buffer_puts(&aliases, aliases.length ? " " : "");
        buffer_append(&aliases, text, length);
      }
      continue;
    }
    join_comma(&reason, reason.length, "alias ");
    buffer_printf(&reason, "\"%.*s\" belongs to %s", (int)length, text,
                  word->rank == CORE ? "nscale itself"
                                     : list->items[word->owner]->name);
  }
  free(found->aliases);
  found->aliases = buffer_take(&aliases);
  if (!found->aliases || reason.failed)
    goto failed;
  if (!found->reason && reason.length > 0)
    found->reason = buffer_take(&reason);
  buffer_free(&reason);
  return 0;

failed:
  buffer_free(&reason);
  return error_memory(error);
}

int resolve_names(struct plugin_list *list, struct error *error)
{
  CLEANUP(words_free) struct words words = { 0 };
  size_t i;

  if (add_names(&words, list, error) < 0)
    return -1;
  for (i = 0; i < list->count; i++)
    if (resolve_name(list, i, &words, error) < 0)
      return -1;
  if (add_aliases(&words, list, error) < 0)
    return -1;
  for (i = 0; i < list->count; i++)
    if (resolve_aliases(list, i, &words, error) < 0)
      return -1;
  return 0;
}
