/* synonyms.c - what is called otherwise in other command lines. */
#include "core/grammar/synonyms.h"

#include <string.h>

/* Words, separated by spaces, and what they mean here. */
struct synonym {
  const char *words;
  const char *here;
  const char *needs; /* of a flag: the flag that it is about, or NULL */
};

static const struct synonym verbs[] = {
  { "list ls", "list", NULL },
  { "get show describe view info cat", "get", NULL },
  { "create new add make", "create", NULL },
  { "update edit set patch apply modify", "update", NULL },
  { "rotate renew regenerate refresh reset", "rotate", NULL },
  { "delete rm remove del destroy", "delete", NULL },
  { "check verify whoami", "check", NULL },
};

static const char logins[] = "login logout signin auth configure config "
                             "init whoami";

static const struct synonym flags[] = {
  { "o output format out",
    "--json prints JSON, -q the results of a jq filter; without either the "
    "output is for people to read",
    "json" },
  { "jq filter jsonpath template t", "-q FILTER takes a jq filter", "query" },
  { "n namespace organization organisation", "--org names the organization",
    "org" },
  { "force quiet assume-yes", "--yes answers the question", "yes" },
  { "token api-key access-token", SYNONYM_TOKEN, NULL },
  { "k insecure no-verify insecure-skip-tls-verify",
    "--ca-cert FILE names an "
    "authority to trust",
    NULL },
  { "v V verbose trace",
    "--version shows the version, and --debug says what "
    "is sent and answered",
    NULL },
};

/* Whether the word is one of a list. */
static int is_among(const char *word, const char *list)
{
  const size_t length = strlen(word);
  const char *at;

  for (at = list; length && (at = strstr(at, word)); at += length)
    if ((at == list || at[-1] == ' ') && (at[length] == ' ' || !at[length]))
      return 1;
  return 0;
}

static const struct synonym *find_synonym(const struct synonym *synonyms,
                                          size_t count, const char *word)
{
  size_t i;

  if (strchr(word, ' '))
    return NULL;
  for (i = 0; i < count; i++)
    if (is_among(word, synonyms[i].words))
      return &synonyms[i];
  return NULL;
}

const char *synonym_of_verb(const char *word)
{
  const struct synonym *synonym =
      find_synonym(verbs, sizeof verbs / sizeof verbs[0], word);

  return synonym ? synonym->here : NULL;
}

int synonym_is_login(const char *word)
{
  return !strchr(word, ' ') && is_among(word, logins);
}

const char *synonym_of_flag(const char *name, const char **needs)
{
  const struct synonym *synonym =
      find_synonym(flags, sizeof flags / sizeof flags[0], name);

  *needs = synonym ? synonym->needs : NULL;
  return synonym ? synonym->here : NULL;
}
