/* unknown.c - words of a command line that mean nothing here. */
#include "core/cli/unknown.h"

#include <string.h>

#include "core/base/buffer.h"
#include "core/base/join.h"
#include "core/base/paths.h"
#include "core/base/suggest.h"
#include "core/base/text.h"
#include "core/cli/topics.h"
#include "core/grammar/builtin.h"
#include "core/grammar/noun.h"
#include "core/grammar/synonyms.h"
#include "core/plugin/discover.h"
#include "core/plugin/provider.h"

#define NAMES_MOST 1024 /* that a mistyped word is compared with */
#define LISTED_MOST 8   /* verbs that a hint lists */

/* "nscale serviceaccounts" as sentences say it. */
static const char *without_nscale(const char *path)
{
  return strncmp(path, "nscale ", 7) == 0 ? path + 7 : path;
}

/* As a sentence shows a word, which may be empty. */
static const char *shown(const char *word)
{
  return word[0] ? word : "''";
}

/* A hint with a word in it that the user typed: it can be pasted.  `after`
 * follows it. */
static int hint_at_word(struct error *error, struct buffer *before,
                        const char *word, const char *after)
{
  text_word(before, word);
  buffer_puts(before, after);
  return before->failed ? error_memory(error)
                        : error_hint(error, "%s", before->data);
}

/* ---- Commands. ----------------------------------------------------- */

/* Adds a plugin's name and aliases, which are separated in place. */
static size_t collect_names(const struct plugin_found *found,
                            const char **names, size_t count)
{
  char *alias = found->aliases;

  if (count < NAMES_MOST)
    names[count++] = found->name;
  while (alias && *alias && count < NAMES_MOST) {
    names[count++] = alias;
    alias = strchr(alias, ' ');
    if (alias)
      *alias++ = '\0';
  }
  return count;
}

/* Says which of all commands, and topics where help is asked for, was most
 * likely meant; nothing where none is near. */
static void suggest_command(const char *word, int for_help,
                            const struct provider_list *providers,
                            struct error *error)
{
  CLEANUP_PLUGIN_LIST struct plugin_list list = { 0 };
  /* A hint is not worth a second error. */
  CLEANUP_ERROR struct error ignored = { 0 };
  const char *names[NAMES_MOST];
  const struct topic *topic;
  const char *nearest;
  size_t count = 0;
  size_t i;

  for (i = 0; builtins[i]; i++)
    names[count++] = builtins[i]->noun->name;
  for (topic = topics; for_help && topic->name; topic++)
    names[count++] = topic->name;
  if (discover_all(&list, &ignored) == 0)
    for (i = 0; i < list.count; i++)
      if (list.items[i]->status == PLUGIN_OK)
        count = collect_names(list.items[i], names, count);
  for (i = 0; i < providers->count && count < NAMES_MOST; i++)
    names[count++] = providers->items[i].word;
  nearest = suggest(word, names, count);
  if (nearest)
    error_hint(error, "did you mean nscale %s%s?", for_help ? "help " : "",
               nearest);
}

/* `nscale list NOUN` */
static void hint_at_order(const char *next, const char *verb,
                          struct error *error)
{
  CLEANUP_BUFFER struct buffer text = { 0 };

  buffer_puts(&text, "the verb comes second: ");
  text_command(&text, (const char *[]){ "nscale", next, verb, NULL });
  if (!text.failed)
    error_hint(error, "%s", text.data);
}

int unknown_command(const char *word, const char *next, int for_help,
                    struct error *error)
{
  CLEANUP_PROVIDER_LIST struct provider_list providers = { 0 };
  const struct provider *provider;
  const char *verb = synonym_of_verb(word);

  if (provider_list_read(&providers, provider_file, error) < 0)
    return -1;
  provider = provider_find(&providers, word);
  if (provider) {
    error_set(error, EXIT_PLUGIN,
              "%s is provided by the package %s, which is not installed",
              provider->name, provider->package);
    return error_hint(error, "install it with: %s", provider->command);
  }
  if (for_help)
    error_set(error, EXIT_USAGE,
              "there is no help for %s, which is neither a "
              "command nor a topic",
              shown(word));
  else
    error_set(error, EXIT_PLUGIN,
              "%s is not a command, and no plugin provides it", shown(word));
  if (synonym_is_login(word))
    error_hint(error, "nscale has no login: " SYNONYM_TOKEN);
  else if (verb && next && next[0] != '-')
    hint_at_order(next, verb, error);
  else if (verb)
    error_hint(error,
               "the verb comes second: nscale COMMAND %s, and "
               "nscale --help lists the commands",
               verb);
  else
    suggest_command(word, for_help, &providers, error);
  if (for_help)
    return error_hint(error, "nscale --help lists the commands and topics");
  return error_hint(error, "nscale --help lists the commands, and nscale "
                           "plugins list shows what is wrong with a plugin");
}

/* ---- Verbs. -------------------------------------------------------- */

/* Collects what may stand behind a noun and is shown; returns how many. */
static size_t collect_verbs(const struct nscale_noun *noun, const char **names)
{
  const struct nscale_verb *const *verb;
  const struct nscale_noun *const *nested;
  size_t count = 0;

  for (verb = noun->verbs; verb && *verb && count < NAMES_MOST; verb++)
    if (!((*verb)->attributes & NSCALE_VERB_HIDDEN))
      names[count++] = (*verb)->name;
  for (nested = noun->nouns; nested && *nested && count < NAMES_MOST; nested++)
    names[count++] = (*nested)->name;
  return count;
}

/* Lists the verbs where they are few. */
static int list_verbs(const char *path, const char *const *names, size_t count,
                      struct error *error)
{
  CLEANUP_BUFFER struct buffer list = { 0 };
  size_t i;

  for (i = 0; i < count; i++)
    join_comma(&list, i, names[i]);
  if (!count || count > LISTED_MOST || list.failed)
    return error_hint(error, "%s --help lists its verbs", path);
  return error_hint(error, "its verbs are: %s", list.data);
}

/* `nscale NOUN help [WORD]` */
static int hint_at_help(const char *path, const char *word,
                        struct error *error)
{
  CLEANUP_BUFFER struct buffer text = { 0 };

  if (!word)
    return error_hint(error, "did you mean nscale help %s?",
                      without_nscale(path));
  buffer_printf(&text, "did you mean nscale help %s ", without_nscale(path));
  return hint_at_word(error, &text, word, "?");
}

int unknown_verb(const char *path, const struct nscale_noun *noun,
                 const char *const *words, size_t count, struct error *error)
{
  const char *names[NAMES_MOST];
  const size_t verbs = collect_verbs(noun, names);
  const char *meant = synonym_of_verb(words[0]);

  error_set(error, EXIT_USAGE, "%s has no verb %s", without_nscale(path),
            shown(words[0]));
  if (strcmp(words[0], "help") == 0)
    return hint_at_help(path, count > 1 ? words[1] : NULL, error);
  if (!meant || !noun_verb(noun, meant))
    meant = suggest(words[0], names, verbs);
  if (meant)
    return error_hint(error, "did you mean %s %s?", path, meant);
  return list_verbs(path, names, verbs, error);
}

/* ---- Arguments. ---------------------------------------------------- */

int unknown_argument(const char *path, const struct nscale_noun *noun,
                     const struct nscale_verb *verb, const char *word,
                     struct error *error)
{
  CLEANUP_BUFFER struct buffer text = { 0 };
  const struct nscale_verb *get = noun_verb(noun, "get");

  if (verb->attributes & NSCALE_VERB_ID) {
    error_set(error, EXIT_USAGE, "%s takes one %s, and %s is a second",
              without_nscale(path),
              noun->singular ? noun->singular : "argument", shown(word));
    return error_hint(error, "run it once for each");
  }
  error_set(error, EXIT_USAGE, "%s takes no argument %s", without_nscale(path),
            shown(word));
  if (verb->reply != NSCALE_REPLY_LIST || word[0] == '-' || !word[0] || !get ||
      !(get->attributes & NSCALE_VERB_ID))
    return -1;
  buffer_printf(&text, "did you mean %.*sget ",
                (int)(strlen(path) - strlen(verb->name)), path);
  return hint_at_word(error, &text, word, "?");
}
