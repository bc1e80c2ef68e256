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
  { "list ls search find", "list", NULL },
  { "get show describe view info cat inspect read fetch export", "get", NULL },
  { "create new add make import register", "create", NULL },
  { "update edit set patch apply modify rename change", "update", NULL },
  { "rotate renew regenerate refresh reset", "rotate", NULL },
  { "delete rm remove del destroy drop erase", "delete", NULL },
  { "check verify whoami", "check", NULL },
};

static const char logins[] = "login logout signin auth configure init whoami";
static const char settings[] = "config context contexts ctx settings "
                               "use-context set-context current-context";

/* The first row whose word it is, and whose flag the command has, counts. */
static const struct synonym flags[] = {
  { "n", "--name gives it a name, and --org names the organization", "name" },
  { "name", "the argument is its id or its name", "id" },
  { "label labels l annotation annotations", "--tag KEY=VALUE labels it",
    "tag" },
  { "name l selector field-selector label-selector label labels where",
    "-q takes a jq filter, as in -q '.[] | select(.metadata.name == \"ci\")'",
    "columns" },
  { "o output format out csv tsv yaml wide",
    "--json prints JSON, -q the results of a jq filter; without either the "
    "output is for people to read",
    "json" },
  { "jq filter jsonpath template t", "-q FILTER takes a jq filter", "query" },
  { "n namespace organization organisation", "--org names the organization",
    "org" },
  { "A all-namespaces all-organizations all-orgs",
    "a command is about one organization, which --org names", "org" },
  { "all", "run it once for each", "id" },
  { "force quiet assume-yes no-input non-interactive no-interactive batch "
    "auto-approve confirm",
    "--yes answers the question", "yes" },
  { "limit page per-page page-size max-items max-results first L",
    "a list has all that there are: -q '.[:10]' takes the first ten",
    "columns" },
  { "sort order order-by", "--sort-by COLUMN sorts by a column", "sort-by" },
  { "w watch follow",
    "it is read once: watch, a program of its own, repeats a command",
    "json" },
  { "data d data-raw raw-field field F input body payload",
    "--file FILE sends a JSON document, and --stdin one that comes in",
    "file" },
  { "H header headers", "nscale sets the headers itself", "method" },
  { "endpoint endpoint-url url api-url server host base-url",
    "a variable or a profile names the endpoint: nscale help environment",
    NULL },
  { "context cluster kubeconfig config account",
    "--profile NAME takes a profile, and nscale profiles list shows which "
    "there are",
    NULL },
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

const char *synonym_of_verb(const char *word)
{
  size_t i;

  if (strchr(word, ' '))
    return NULL;
  for (i = 0; i < sizeof verbs / sizeof verbs[0]; i++)
    if (is_among(word, verbs[i].words))
      return verbs[i].here;
  return NULL;
}

const char *synonym_of_command(const char *word)
{
  if (strchr(word, ' '))
    return NULL;
  if (is_among(word, logins))
    return "nscale has no login: " SYNONYM_TOKEN;
  return is_among(word, settings)
             ? "profiles name settings: nscale profiles list shows which "
               "there are and where"
             : NULL;
}

const char *synonym_of_flag(const char *name, const struct flag_table *table)
{
  const struct synonym *row;

  if (strchr(name, ' '))
    return NULL;
  for (row = flags; row < flags + sizeof flags / sizeof flags[0]; row++)
    if (is_among(name, row->words) &&
        (!row->needs || flags_find(table, row->needs)))
      return row->here;
  return NULL;
}

int synonym_is_flag(const char *name)
{
  const struct synonym *row = flags;

  while (row < flags + sizeof flags / sizeof flags[0] &&
         !is_among(name, row->words))
    row++;
  return row < flags + sizeof flags / sizeof flags[0];
}
