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
#include "core/invocation/scope.h"
#include "core/plugin/discover.h"
#include "core/plugin/field_flags.h"
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

/* Words that the user typed. */
struct words {
  const char *const *list;
  size_t count;
};

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

/* All that may stand in the place of a command. */
struct commands {
  struct plugin_list list;
  struct provider_list providers;
  const char *names[NAMES_MOST];
  size_t count;
};

/* Reads them, and the topics where help is asked for.  A hint is not worth a
 * second error. */
static void read_commands(struct commands *commands, int for_help)
{
  CLEANUP_ERROR struct error ignored = { 0 };
  const struct topic *topic;
  size_t i;

  for (i = 0; builtins[i]; i++)
    commands->names[commands->count++] = builtins[i]->noun->name;
  for (topic = topics; for_help && topic->name; topic++)
    commands->names[commands->count++] = topic->name;
  if (discover_all(&commands->list, &ignored) == 0)
    for (i = 0; i < commands->list.count; i++)
      if (commands->list.items[i]->status == PLUGIN_OK)
        commands->count = collect_names(commands->list.items[i],
                                        commands->names, commands->count);
  for (i = 0; i < commands->providers.count && commands->count < NAMES_MOST;
       i++)
    commands->names[commands->count++] = commands->providers.items[i].word;
}

static void free_commands(struct commands *commands)
{
  plugin_list_free(&commands->list);
  provider_list_free(&commands->providers);
}

static int is_command(const struct commands *commands, const char *word)
{
  size_t i;

  for (i = 0; i < commands->count; i++)
    if (strcmp(commands->names[i], word) == 0)
      return 1;
  return 0;
}

/* What a plugin says of a word; NULL where none does. */
static const char *hint_of_plugins(const struct commands *commands,
                                   const char *word)
{
  const char *hint = NULL;
  size_t i;

  for (i = 0; i < commands->list.count && !hint; i++)
    if (commands->list.items[i]->status == PLUGIN_OK)
      hint = manifest_hint(&commands->list.items[i]->manifest, word);
  return hint;
}

/* Hints at a command of these words, and of the user's up to a flag. */
static void hint_at_words(const char *before, const char *const *ours,
                          const struct words *theirs, const char *after,
                          struct error *error)
{
  CLEANUP_BUFFER struct buffer text = { 0 };
  size_t i;

  buffer_puts(&text, before);
  text_command(&text, ours);
  for (i = 0; i < theirs->count && theirs->list[i][0] != '-'; i++) {
    buffer_putc(&text, ' ');
    text_word(&text, theirs->list[i]);
  }
  buffer_puts(&text, after);
  if (!text.failed)
    error_hint(error, "%s", text.data);
}

/* What else a word can mean that is no command: a plugin or the core's own
 * command may know.  Returns whether there is a hint. */
static int hint_at_thing(const struct commands *commands, const char *word,
                         struct error *error)
{
  CLEANUP_BUFFER struct buffer text = { 0 };
  const char *hint = hint_of_plugins(commands, word);
  const char *plural = hint ? NULL : scope_write_api(&text, word);

  if (hint)
    error_hint(error, "%s", hint);
  else if (plural && !text.failed)
    error_hint(error, "%s lists the %s", text.data, plural);
  return error->hint != NULL;
}

/* `nscale VERB WORDS` */
static void hint_at_verb(const struct commands *commands, const char *verb,
                         const struct words *words, struct error *error)
{
  const struct words behind = { words->list + 1, words->count - 1 };
  const char *noun =
      words->count && words->list[0][0] != '-' ? words->list[0] : NULL;

  if (noun && !is_command(commands, noun)) {
    if (hint_at_thing(commands, noun, error))
      return;
    noun = suggest(noun, commands->names, commands->count);
  }
  if (noun)
    hint_at_words("the verb comes second: ",
                  (const char *[]){ "nscale", noun, verb, NULL }, &behind, "",
                  error);
  else
    error_hint(error,
               "the verb comes second: nscale COMMAND %s, and "
               "nscale --help lists the commands",
               verb);
}

/* The way out of a word that is no command. */
static void hint_at_command(const struct commands *commands,
                            const struct words *words, int for_help,
                            struct error *error)
{
  const struct words behind = { words->list + 1, words->count - 1 };
  const char *word = words->list[0];
  const char *verb = synonym_of_verb(word);
  const char *nearest;

  if (verb && behind.count && is_command(commands, behind.list[0])) {
    hint_at_verb(commands, verb, &behind, error);
    return;
  }
  if (hint_at_thing(commands, word, error))
    return;
  nearest = synonym_of_command(word);
  if (nearest) {
    error_hint(error, "%s", nearest);
  } else if (verb) {
    hint_at_verb(commands, verb, &behind, error);
  } else {
    nearest = suggest(word, commands->names, commands->count);
    if (nearest)
      hint_at_words("did you mean ",
                    for_help
                        ? (const char *[]){ "nscale", "help", nearest, NULL }
                        : (const char *[]){ "nscale", nearest, NULL },
                    &behind, "?", error);
  }
}

int unknown_command(const char *const *words, size_t count, int for_help,
                    struct error *error)
{
  CLEANUP(free_commands) struct commands commands = { 0 };
  const struct provider *provider;

  if (provider_list_read(&commands.providers, provider_file, error) < 0)
    return -1;
  provider = provider_find(&commands.providers, words[0]);
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
              shown(words[0]));
  else
    error_set(error, EXIT_PLUGIN,
              "%s is not a command, and no plugin provides it",
              shown(words[0]));
  read_commands(&commands, for_help);
  hint_at_command(&commands, &(struct words){ words, count }, for_help, error);
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

/* The verb of the noun that a word means elsewhere; or NULL. */
static const struct nscale_verb *synonymous(const struct nscale_noun *noun,
                                            const char *word)
{
  const char *meant = synonym_of_verb(word);

  return meant ? noun_verb(noun, meant) : NULL;
}

/* Likewise a part of a word: create in create-account. */
static const struct nscale_verb *
partly_synonymous(const struct nscale_noun *noun, const char *word)
{
  const struct nscale_verb *verb = NULL;
  char part[32];
  size_t length;

  for (; !verb && *word; word += length + (word[length] == '-')) {
    length = strcspn(word, "-");
    if (!length || length >= sizeof part)
      continue;
    memcpy(part, word, length);
    part[length] = '\0';
    verb = noun_verb(noun, part);
    if (!verb)
      verb = synonymous(noun, part);
  }
  return verb;
}

/* `nscale NOUN WORD [ARGUMENT]`, where another verb was meant. */
static int hint_at_other(const char *path, const char *meant,
                         const char *argument, struct error *error)
{
  CLEANUP_BUFFER struct buffer text = { 0 };

  buffer_printf(&text, "did you mean %s %s", path, meant);
  if (!argument)
    return text.failed ? error_memory(error)
                       : error_hint(error, "%s?", text.data);
  buffer_putc(&text, ' ');
  return hint_at_word(error, &text, argument, "?");
}

int unknown_verb(const char *path, const struct nscale_noun *noun,
                 const char *const *words, size_t count, struct error *error)
{
  const char *names[NAMES_MOST];
  const size_t verbs = collect_verbs(noun, names);
  const struct nscale_verb *verb = synonymous(noun, words[0]);
  const char *nearest = verb ? verb->name : suggest(words[0], names, verbs);

  error_set(error, EXIT_USAGE, "%s has no verb %s", without_nscale(path),
            shown(words[0]));
  if (strcmp(words[0], "help") == 0)
    return hint_at_help(path, count > 1 ? words[1] : NULL, error);
  if (!nearest) {
    verb = partly_synonymous(noun, words[0]);
    nearest = verb ? verb->name : NULL;
  }
  if (!nearest)
    return list_verbs(path, names, verbs, error);
  verb = noun_verb(noun, nearest);
  return hint_at_other(
      path, nearest,
      count > 1 && verb && verb->attributes & NSCALE_VERB_ID ? words[1] : NULL,
      error);
}

/* ---- Arguments. ---------------------------------------------------- */

int unknown_is_file(const char *word)
{
  static const char json[] = ".json";
  const size_t length = strlen(word);

  return strchr(word, '/') ||
         (length > sizeof json - 1 &&
          strcmp(word + length - (sizeof json - 1), json) == 0);
}

/* `--file WORD` in the place of a word. */
static int hint_at_file(const char *path, const char *word,
                        struct error *error)
{
  CLEANUP_BUFFER struct buffer text = { 0 };

  buffer_printf(&text, "did you mean %s --file ", path);
  return hint_at_word(error, &text, word, "?");
}

int unknown_name(const char *path, const char *word, struct error *error)
{
  error_set(error, EXIT_USAGE, "%s takes a name, and %s is that of a file",
            without_nscale(path), word);
  return hint_at_file(path, word, error);
}

/* The flag of the verb that NAME=VALUE, without its dashes, may mean. */
static const struct nscale_flag *flag_meant(const struct nscale_verb *verb,
                                            const char *word)
{
  const struct nscale_flag *const *flag = verb->flags;
  const size_t length = strcspn(word, "=");

  for (; word[length] && flag && *flag; flag++)
    if (strlen((*flag)->name) == length &&
        strncmp((*flag)->name, word, length) == 0)
      return *flag;
  return NULL;
}

/* A word for which the verb has another place.  Returns whether there is a
 * hint. */
static int hint_at_place(const char *path, const struct nscale_noun *noun,
                         const struct nscale_verb *verb, const char *word,
                         struct error *error)
{
  CLEANUP_BUFFER struct buffer text = { 0 };
  const struct nscale_flag *flag = flag_meant(verb, word);

  if (strcmp(word, "help") == 0) {
    error_hint(error, "did you mean nscale help %s?", without_nscale(path));
  } else if (flag) {
    buffer_printf(&text, "did you mean --%s ", flag->name);
    (void)hint_at_word(error, &text, strchr(word, '=') + 1, "?");
  } else if (noun->fields && field_flags_taken(verb) &&
             unknown_is_file(word)) {
    buffer_puts(&text, "did you mean --file ");
    (void)hint_at_word(error, &text, word, "?");
  }
  return error->hint != NULL;
}

/* `nscale NOUN list NAME` */
static int hint_at_get(const char *path, const struct nscale_noun *noun,
                       const struct nscale_verb *verb, const char *word,
                       struct error *error)
{
  const struct nscale_verb *get = noun_verb(noun, "get");
  CLEANUP_BUFFER struct buffer text = { 0 };

  if (verb->reply != NSCALE_REPLY_LIST || word[0] == '-' || !word[0] || !get ||
      !(get->attributes & NSCALE_VERB_ID))
    return -1;
  buffer_printf(&text, "did you mean %.*sget ",
                (int)(strlen(path) - strlen(verb->name)), path);
  return hint_at_word(error, &text, word, "?");
}

int unknown_argument(const char *path, const struct nscale_noun *noun,
                     const struct nscale_verb *verb, const char *word,
                     struct error *error)
{
  const int takes_name = field_flag_of_name(noun, verb) != NULL;

  if (!takes_name && !(verb->attributes & NSCALE_VERB_ID)) {
    error_set(error, EXIT_USAGE, "%s takes no argument %s",
              without_nscale(path), shown(word));
    return hint_at_place(path, noun, verb, word, error)
               ? -1
               : hint_at_get(path, noun, verb, word, error);
  }
  error_set(error, EXIT_USAGE, "%s takes one %s, and %s is a second",
            without_nscale(path),
            takes_name       ? "name"
            : noun->singular ? noun->singular
                             : "argument",
            shown(word));
  return hint_at_place(path, noun, verb, word, error)
             ? -1
             : error_hint(error, "run it once for each");
}
