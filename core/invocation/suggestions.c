/* suggestions.c - what there is in the place of what was not found. */
#include "core/invocation/suggestions.h"

#include "core/base/join.h"
#include "core/base/text.h"
#include "core/plugin/discover.h"

#define NAMES_MOST 8
#define NAMES_LENGTH 2048 /* bytes of a hint's names */

void suggestions_add(struct suggestions *suggestions, const char *name)
{
  CLEANUP_BUFFER struct buffer word = { 0 };

  suggestions->names.limit = NAMES_LENGTH;
  suggestion_offer(&suggestions->near, suggestions->wanted, name);
  if (suggestions->count < NAMES_MOST) {
    text_word(&word, name);
    join_comma(&suggestions->names, suggestions->count,
               word.failed ? name : word.data);
  }
  suggestions->count++;
}

/* Says how many more there are, and what shows them. */
static int hint_at_more(const struct suggestions *suggestions,
                        const char *plural, struct error *error)
{
  CLEANUP_PLUGIN_FOUND struct plugin_found found = { 0 };
  CLEANUP_ERROR struct error ignored = { 0 };
  const size_t more = suggestions->count - NAMES_MOST;

  if (discover_one(plural, &found, &ignored) > 0)
    return error_hint(error,
                      "there are: %s and %zu more: nscale %s list "
                      "shows them",
                      suggestions->names.data, more, found.name);
  return error_hint(error, "there are: %s and %zu more",
                    suggestions->names.data, more);
}

static int hint_at_near(const struct suggestions *suggestions,
                        struct error *error)
{
  CLEANUP_BUFFER struct buffer word = { 0 };

  text_word(&word, suggestions->near.name);
  return word.failed ? error_memory(error)
                     : error_hint(error, "did you mean %s?", word.data);
}

int suggestions_hint(const struct suggestions *suggestions,
                     const char *command, const char *plural,
                     struct error *error)
{
  if (suggestions->near.name[0])
    return hint_at_near(suggestions, error);
  if (command)
    return error_hint(error, "nscale %s list shows what there is", command);
  if (!suggestions->count)
    return error_hint(error, "the service token sees none");
  if (suggestions->names.failed)
    return -1;
  if (suggestions->count > NAMES_MOST)
    return hint_at_more(suggestions, plural, error);
  return error_hint(error, "there are: %s", suggestions->names.data);
}

void suggestions_free(struct suggestions *suggestions)
{
  buffer_free(&suggestions->names);
}
