/* environment.c - the variables of the environment, and whose they are. */
#ifndef __linux__
#define _DEFAULT_SOURCE /* issetugid */
#endif
#include "core/base/environment.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/auxv.h>
#endif

extern char **environ;

/* What stays where the environment is another's.  A star stands for the
 * rest of a name. */
static const char *const kept[] = {
  "CI",
  "CLICOLOR",
  "CLICOLOR_FORCE",
  "COLUMNS",
  "FORCE_COLOR",
  "GITHUB_ACTIONS",
  "LANG",
  "LC_*",
  "NO_COLOR",
  "NSCALE_ORGANIZATION_ID",
  "NSCALE_PROJECT_ID",
  "NSCALE_REGION_ID",
  "NSCALE_SANDBOX_URL",
  "NSCALE_SERVICE_TOKEN",
  "NSCALE_*_SERVICE_API_ENDPOINT",
  "TERM",
};

/* Whether who started the process has not all of its rights. */
static int is_anothers(void)
{
#ifdef __linux__
  return getauxval(AT_SECURE) != 0;
#else
  return issetugid() != 0;
#endif
}

/* Whether a name, `length` bytes, is one of the pattern. */
static int matches(const char *name, size_t length, const char *pattern)
{
  const char *star = strchr(pattern, '*');
  const size_t before = star ? (size_t)(star - pattern) : strlen(pattern);
  const size_t after = star ? strlen(star + 1) : 0;

  if (!star)
    return length == before && strncmp(name, pattern, length) == 0;
  return length >= before + after && strncmp(name, pattern, before) == 0 &&
         memcmp(name + length - after, star + 1, after) == 0;
}

static int is_kept(const char *entry)
{
  size_t i;

  for (i = 0; i < sizeof kept / sizeof *kept; i++)
    if (matches(entry, strcspn(entry, "="), kept[i]))
      return 1;
  return 0;
}

void environment_take(void)
{
  char **from = environ;
  char **to = environ;

  (void)unsetenv("SSLKEYLOGFILE");
  if (!environ || !is_anothers())
    return;
  for (; *from; from++)
    if (is_kept(*from))
      *to++ = *from;
  *to = NULL;
}

/* ---- What stands in its place. ------------------------------------ */

#define OFFERS_MOST 40
#define NAME_SIZE 64

static struct {
  struct environment_offer offer;
  char name[NAME_SIZE];
} offers[OFFERS_MOST];
static size_t offer_count;

int environment_offer(const struct environment_offer *offer)
{
  if (offer_count == OFFERS_MOST)
    return -1;
  offers[offer_count].offer = *offer;
  (void)snprintf(offers[offer_count].name, NAME_SIZE, "%s", offer->name);
  offer_count++;
  return 0;
}

/* The offer that counts for a variable of this value, or NULL. */
static const struct environment_offer *offered(const char *name,
                                               const char *value)
{
  size_t i;

  for (i = 0; i < offer_count; i++)
    if (strcmp(offers[i].name, name) == 0)
      return offers[i].offer.wins || !value || !*value ? &offers[i].offer
                                                       : NULL;
  return NULL;
}

const char *environment_source(const char *name)
{
  static char sources[2][NAME_SIZE + 128];
  static size_t turn;
  const struct environment_offer *offer = offered(name, getenv(name));
  char *source = sources[turn];

  if (!offer)
    return name;
  turn = !turn;
  (void)snprintf(source, sizeof sources[0], "%s of the profile \"%s\"",
                 offer->setting, offer->profile);
  return source;
}

const char *environment_own(const char *name)
{
  const char *value = getenv(name);

  return value && *value ? value : NULL;
}

const char *environment_given(const char *name)
{
  const char *value = getenv(name);
  const struct environment_offer *offer =
      offer_count ? offered(name, value) : NULL;

  return offer ? offer->value : value;
}

const char *environment_value(const char *name)
{
  const char *value = environment_given(name);

  return value && *value ? value : NULL;
}
