/* command.c - from argv to the command that it means. */
#include "core/cli/command.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "core/cli/api.h"
#include "core/cli/flags.h"
#include "core/cli/help.h"
#include "core/cli/options.h"
#include "core/cli/plugins.h"
#include "core/cli/suggest.h"
#include "core/paths.h"
#include "core/plugin/discover.h"
#include "core/plugin/host.h"
#include "core/plugin/load.h"
#include "core/plugin/provider.h"
#include "core/request/call.h"
#include "core/request/output.h"
#include "core/request/pipeline.h"

#define NAMES_MOST 1024 /* that a mistyped command is compared with */
#define PATH_SIZE 200 /* of "nscale NOUN NOUN VERB" in messages and help */

int command_wants_json(int argc, char **argv)
{
  int i;

  for (i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
    if (strcmp(argv[i], "--json") == 0 || strncmp(argv[i], "-q", 2) == 0 ||
        strcmp(argv[i], "--query") == 0 ||
        strncmp(argv[i], "--query=", 8) == 0)
      return 1;
  return 0;
}

/* ---- Text of the core's own to stdout, or to stderr on bad usage. -- */

static int print(const struct buffer *text, struct error *error)
{
  struct output output = { .fd = STDOUT_FILENO };
  int result = text->failed ? error_memory(error)
                            : output_write(&output, text->data, text->length,
                                           error);

  if (result == 0)
    result = output_end(&output, error);
  output_discard(&output);
  return result;
}

/* Help that was not asked for: to stderr, with the error that follows. */
static void print_aside(const struct buffer *text)
{
  struct output output = { .fd = STDERR_FILENO, .name = "standard error" };
  struct error ignored = { 0 };

  if (message_is_json())
    return;
  /* Nobody is left to tell when stderr fails. */
  (void)output_write(&output, text->data ? text->data : "", text->length,
                     &ignored);
  (void)output_end(&output, &ignored);
  output_discard(&output);
  error_clear(&ignored);
}

/* ---- The core's own commands. ------------------------------------- */

static int run_version(struct error *error)
{
  CLEANUP_BUFFER struct buffer text = { 0 };

  (void)buffer_printf(&text, "nscale %s (plugin ABI %d.%d)\n",
                      PACKAGE_VERSION, NSCALE_ABI_MAJOR, NSCALE_ABI_MINOR);
  return print(&text, error);
}

static int run_help(int asked, struct error *error)
{
  CLEANUP_BUFFER struct buffer text = { 0 };

  if (help_root(&text, error) < 0)
    return -1;
  if (asked)
    return print(&text, error);
  print_aside(&text);
  return error_set(error, EXIT_USAGE, "no command is given");
}

static int run_plugins(const struct flags *flags, struct error *error)
{
  CLEANUP_BUFFER struct buffer text = { 0 };
  const char *verb = flags->argument_count ? flags->arguments[0] : NULL;
  long found;

  if (!verb || strcmp(verb, "list") != 0) {
    if (verb)
      error_set(error, EXIT_USAGE, "plugins has no verb %s",
                verb[0] ? verb : "''");
    else
      error_set(error, EXIT_USAGE, "plugins needs a verb");
    return error_hint(error, "its one verb is: nscale plugins list");
  }
  if (flags->argument_count > 1)
    return error_set(error, EXIT_USAGE, "plugins list takes no argument %s",
                     flags->arguments[1]);
  found = plugins_list(&text, flags_value(flags, "json", 0) != NULL, error);
  if (found < 0)
    return -1;
  if (found == 0)
    message_line("No plugins.");
  return print(&text, error);
}

/* Parses the words of one of the core's own commands. */
static int run_core_command(const char *name, int count, char **words,
                            struct error *error)
{
  static const struct flag json = { .name = "json",
                                    .summary = "Print JSON." };
  CLEANUP_FLAGS struct flags flags = { 0 };
  CLEANUP_FREE struct flag_table *table = malloc(sizeof *table);
  char where[PATH_SIZE];

  if (!table)
    return error_memory(error);
  flags_global(table);
  if (strcmp(name, "plugins") == 0)
    table->flags[table->count++] = json;
  if (flags_parse(&flags, table, count, words, 0, error) < 0)
    return -1;
  (void)snprintf(where, sizeof where, "nscale %s", name);
  if (flags_check(&flags, table, where, error) < 0)
    return -1;
  if (flags_value(&flags, "help", 0))
    return run_help(1, error);
  if (strcmp(name, "plugins") == 0)
    return run_plugins(&flags, error);
  if (flags.argument_count)
    return error_set(error, EXIT_USAGE, "%s takes no argument %s",
                     name, flags.arguments[0]);
  return run_version(error);
}

static int run_api(int count, char **words, struct error *error)
{
  CLEANUP_BUFFER struct buffer help = { 0 };

  if (api_run(count, words, &help, error) < 0)
    return -1;
  return help.length || help.failed ? print(&help, error) : 0;
}

/* ---- Plugins. ----------------------------------------------------- */

/* One run of a plugin, as far as it is known. */
struct command {
  struct plugin plugin;
  struct flag_table table;
  struct flags flags;
  const struct nscale_noun *noun;
  const struct nscale_verb *verb; /* NULL where none is named */
  const char *argument;           /* behind the verb, or NULL */
  char path[PATH_SIZE];           /* "nscale serviceaccounts list" */
};

/* Whether `word` is the name or one of the aliases, separated by spaces. */
static int is_named(const char *word, const char *name, const char *aliases)
{
  size_t length = strlen(word);

  if (name && strcmp(word, name) == 0)
    return 1;
  while (aliases && *aliases) {
    if (strcspn(aliases, " ") == length &&
        strncmp(aliases, word, length) == 0)
      return length > 0;
    aliases += strcspn(aliases, " ");
    aliases += strspn(aliases, " ");
  }
  return 0;
}

/* The command without its first word, for sentences that nscale says. */
static const char *without_nscale(const char *path)
{
  return path + sizeof "nscale";
}

static void extend_path(struct command *command, const char *word)
{
  size_t length = strlen(command->path);

  (void)snprintf(command->path + length, sizeof command->path - length,
                 "%s%s", length ? " " : "", word);
}

/* The flags of every verb: until the verb is known, any of them may come. */
static void collect_flags(struct flag_table *table,
                          const struct nscale_noun *noun)
{
  const struct nscale_verb *const *verb;
  const struct nscale_noun *const *nested;

  for (verb = noun->verbs; verb && *verb; verb++)
    flags_of_verb(table, *verb);
  for (nested = noun->nouns; nested && *nested; nested++)
    collect_flags(table, *nested);
}

static int no_such_verb(const struct command *command, const char *word,
                        struct error *error)
{
  const char *names[256];
  const struct nscale_verb *const *verb;
  const char *nearest;
  size_t count = 0;

  for (verb = command->noun->verbs; verb && *verb && count < 256; verb++)
    names[count++] = (*verb)->name;
  nearest = suggest(word, names, count);
  error_set(error, EXIT_USAGE, "%s has no verb %s",
            without_nscale(command->path), word[0] ? word : "''");
  if (nearest)
    return error_hint(error, "did you mean %s %s?", command->path, nearest);
  return error_hint(error, "%s --help lists its verbs", command->path);
}

/* Finds the noun, the verb and the argument among the words that are no
 * flags.  No word at all leaves the verb NULL. */
static int choose_verb(struct command *command, struct error *error)
{
  const struct flags *flags = &command->flags;
  const struct nscale_noun *const *nested = command->noun->nouns;
  const struct nscale_verb *const *verb;
  size_t at = 0;

  for (; at < flags->argument_count && nested && *nested; nested++)
    if (is_named(flags->arguments[at], (*nested)->name,
                 (*nested)->aliases)) {
      command->noun = *nested;
      extend_path(command, command->noun->name);
      at++;
      break;
    }
  if (at == flags->argument_count)
    return 0;
  for (verb = command->noun->verbs; verb && *verb; verb++)
    if (is_named(flags->arguments[at], (*verb)->name, (*verb)->aliases))
      command->verb = *verb;
  /* What follows a flag that is not known may be its value, no argument:
   * flags_check speaks of the flag. */
  if (!command->verb)
    return flags->unknown
               ? 0
               : no_such_verb(command, flags->arguments[at], error);
  extend_path(command, command->verb->name);
  at++;
  if (at < flags->argument_count && command->verb->attributes &
                                        NSCALE_VERB_ID)
    command->argument = flags->arguments[at++];
  return at == flags->argument_count || flags->unknown
             ? 0
             : error_set(error, EXIT_USAGE, "%s takes no argument %s",
                         without_nscale(command->path),
                         flags->arguments[at]);
}

static int run_verb(struct command *command, struct error *error)
{
  struct options options;
  CLEANUP_EXCHANGE struct exchange exchange = {
    .options = &options.exchange
  };
  CLEANUP(call_free) struct call call = {
    .head = { .struct_size = sizeof call.head, .host = &host_table },
    .plugin_name = command->plugin.descriptor->name,
    .noun = command->noun,
    .verb = command->verb,
    .flags = &command->flags,
    .options = &options,
    .exchange = &exchange,
    .error = error,
  };

  if (options_of_verb(&options, &command->flags, command->verb,
                      command->argument, error) < 0 ||
      conditions_read(&call.conditions, &command->flags, command->verb,
                      (int64_t)time(NULL), error) < 0)
    return -1;
  if (command->verb->attributes & NSCALE_VERB_DEPRECATED)
    message_note("%s is deprecated%s%s", without_nscale(command->path),
                 command->verb->replacement ? ": use " : "",
                 command->verb->replacement ? command->verb->replacement
                                            : "");
  return pipeline_run(&call, error);
}

static int run_noun_help(const struct command *command, int asked,
                         struct error *error)
{
  CLEANUP_BUFFER struct buffer text = { 0 };

  if (command->verb)
    help_verb(&text, command->path, command->verb);
  else
    help_noun(&text, command->path, command->noun);
  if (asked)
    return print(&text, error);
  print_aside(&text);
  return error_set(error, EXIT_USAGE, "%s needs a verb",
                   without_nscale(command->path));
}

/* Runs the words, in which the plugin's own name does not stand any more. */
static int run_words(struct command *command, int count, char **words,
                     struct error *error)
{
  struct flag_table *table = &command->table;

  flags_global(table);
  collect_flags(table, command->noun);
  if (flags_parse(&command->flags, table, count, words, 0, error) < 0)
    return -1;
  extend_path(command, "nscale");
  extend_path(command, command->plugin.descriptor->name);
  if (choose_verb(command, error) < 0)
    return -1;
  if (command->verb) {
    flags_global(table);
    flags_of_verb(table, command->verb);
  }
  if (flags_check(&command->flags, table, command->path, error) < 0)
    return -1;
  if (flags_value(&command->flags, "help", 0))
    return run_noun_help(command, 1, error);
  if (flags_value(&command->flags, "version", 0))
    return run_version(error);
  if (!command->verb)
    return run_noun_help(command, 0, error);
  return run_verb(command, error);
}

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

static int no_such_command(const char *word, struct error *error)
{
  CLEANUP_PLUGIN_LIST struct plugin_list list = { 0 };
  CLEANUP_PROVIDER_LIST struct provider_list providers = { 0 };
  const struct provider *provider;
  const char *names[NAMES_MOST];
  const char *nearest;
  size_t count = 0;
  /* A hint is not worth a second error. */
  struct error ignored = { 0 };
  size_t i;

  if (provider_list_read(&providers, provider_file, error) < 0)
    return -1;
  provider = provider_find(&providers, word);
  if (provider) {
    error_set(error, EXIT_PLUGIN,
              "%s is provided by the package %s, which is not installed",
              provider->name, provider->package);
    return error_hint(error, "install it with: %s", provider->command);
  }
  names[count++] = "api";
  names[count++] = "help";
  names[count++] = "plugins";
  names[count++] = "version";
  if (discover_all(&list, &ignored) == 0)
    for (i = 0; i < list.count; i++)
      if (list.items[i]->status == PLUGIN_OK)
        count = collect_names(list.items[i], names, count);
  error_clear(&ignored);
  for (i = 0; i < providers.count && count < NAMES_MOST; i++)
    names[count++] = providers.items[i].word;
  nearest = suggest(word, names, count);
  error_set(error, EXIT_PLUGIN, "%s is no command, and no plugin provides it",
            word[0] ? word : "''");
  if (nearest)
    return error_hint(error, "did you mean nscale %s?", nearest);
  return error_hint(error, "nscale --help lists the commands, and nscale "
                    "plugins list what is wrong with a plugin");
}

static int run_plugin(const char *name, int count, char **words,
                      struct error *error)
{
  CLEANUP_PLUGIN_FOUND struct plugin_found found = { 0 };
  struct command *command;
  int result = discover_one(name, &found, error);

  if (result < 0)
    return -1;
  if (result == 0)
    return no_such_command(name, error);
  command = calloc(1, sizeof *command);
  if (!command)
    return error_memory(error);
  result = plugin_load(&found, &command->plugin, error);
  if (result == 0) {
    command->noun = command->plugin.noun;
    result = run_words(command, count, words, error);
    plugin_unload(&command->plugin);
  }
  flags_free(&command->flags);
  free(command);
  return result;
}

/* ---- The whole line. ---------------------------------------------- */

/* `nscale help WORDS` is `nscale WORDS --help`. */
static int run_help_for(int count, char **words, struct error *error)
{
  static char flag[] = "--help";
  char *turned[8];
  int i;

  if (count > 0 && strcmp(words[0], "api") == 0)
    return run_api(1, (char *[]){ flag }, error);
  if (count == 0 || words[0][0] == '-' || core_command(words[0]))
    return run_help(1, error);
  if (count > 6)
    return error_set(error, EXIT_USAGE, "nscale help takes fewer words");
  for (i = 1; i < count; i++)
    turned[i - 1] = words[i];
  turned[count - 1] = flag;
  return run_plugin(words[0], count, turned, error);
}

int command_run(int argc, char **argv, struct error *error)
{
  CLEANUP_FLAGS struct flags flags = { 0 };
  CLEANUP_FREE struct flag_table *table = malloc(sizeof *table);
  char *name;
  long at;

  if (!table)
    return error_memory(error);
  flags_global(table);
  at = flags_parse(&flags, table, argc > 0 ? argc - 1 : 0, argv + 1, 1,
                   error);
  if (at < 0 || flags_check(&flags, table, "nscale", error) < 0)
    return -1;
  if (flags_value(&flags, "version", 0))
    return run_version(error);
  at++;
  if (at >= argc)
    return run_help(flags_value(&flags, "help", 0) != NULL, error);
  name = argv[at];
  if (flags_value(&flags, "help", 0))
    return run_help_for(argc - (int)at, argv + at, error);
  if (strcmp(name, "help") == 0)
    return run_help_for(argc - (int)at - 1, argv + at + 1, error);
  /* Global flags may stand before the name: they move behind it. */
  memmove(argv + 2, argv + 1, (size_t)(at - 1) * sizeof *argv);
  if (strcmp(name, "version") == 0 || strcmp(name, "plugins") == 0)
    return run_core_command(name, argc - 2, argv + 2, error);
  if (strcmp(name, "api") == 0)
    return run_api(argc - 2, argv + 2, error);
  return run_plugin(name, argc - 2, argv + 2, error);
}
