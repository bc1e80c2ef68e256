/* suggestions.c - what there is in the place of what was not found. */
#include "core/invocation/suggestions.h"

#include "core/plugin/discover.h"

#define NAMES_MOST 8
#define NAMES_LENGTH 2048 /* bytes of a hint's names */

void suggestions_add(struct suggestions *offer, const char *name)
{
  offer->names.limit = NAMES_LENGTH;
  suggestion_offer(&offer->near, offer->wanted, name);
  if (offer->count++ < NAMES_MOST)
    (void)buffer_printf(&offer->names, "%s%s", offer->count > 1 ? ", " : "",
                        name);
}

/* Says how many more there are, and what shows them. */
static int hint_at_more(const struct suggestions *offer, const char *plural,
                        struct error *error)
{
  CLEANUP_PLUGIN_FOUND struct plugin_found found = { 0 };
  CLEANUP_ERROR struct error ignored = { 0 };
  const size_t more = offer->count - NAMES_MOST;

  if (discover_one(plural, &found, &ignored) > 0)
    return error_hint(error,
                      "there are: %s and %zu more: nscale %s list "
                      "shows them",
                      offer->names.data, more, found.name);
  return error_hint(error, "there are: %s and %zu more", offer->names.data,
                    more);
}

int suggestions_hint(const struct suggestions *offer, const char *plugin,
                     const char *plural, struct error *error)
{
  if (offer->near.name[0])
    return error_hint(error, "did you mean %s?", offer->near.name);
  if (plugin)
    return error_hint(error, "nscale %s list shows what there is", plugin);
  if (!offer->count)
    return error_hint(error, "there is none that the service token sees");
  if (offer->names.failed)
    return -1;
  if (offer->count > NAMES_MOST)
    return hint_at_more(offer, plural, error);
  return error_hint(error, "there are: %s", offer->names.data);
}

void suggestions_free(struct suggestions *offer)
{
  buffer_free(&offer->names);
}
