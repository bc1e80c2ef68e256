/* command.c - from argv to the command that it means. */
#include "core/command/command.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "core/base/text.h"
#include "core/cli/help.h"
#include "core/cli/manual.h"
#include "core/cli/options.h"
#include "core/cli/print.h"
#include "core/cli/unknown.h"
#include "core/command/api.h"
#include "core/command/builtin_call.h"
#include "core/command/plugins.h"
#include "core/command/profiles.h"
#include "core/command/version.h"
#include "core/completion/complete.h"
#include "core/completion/scripts.h"
#include "core/grammar/builtin.h"
#include "core/grammar/flags.h"
#include "core/grammar/noun.h"
#include "core/invocation/host.h"
#include "core/invocation/invocation.h"
#include "core/invocation/profile.h"
#include "core/message/message.h"
#include "core/message/tty.h"
#include "core/plugin/discover.h"
#include "core/plugin/field_flags.h"
#include "core/plugin/load.h"
#include "core/verb/gate.h"
#include "core/verb/run.h"

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

/* ---- What a command is made of. ----------------------------------- */

/* One run of a command, as far as it is known. */
struct command {
  const struct builtin *builtin;   /* or NULL: a plugin's */
  struct plugin plugin;            /* where it is a plugin's, and ... */
  const struct manifest *manifest; /* ... its manifest, else NULL */
  struct flags flags;
  const struct nscale_noun *noun;
  const struct nscale_verb *verb; /* NULL where none is named */
  const char *const *arguments;   /* behind the verb */
  size_t argument_count;
  char path[PATH_SIZE];    /* "nscale serviceaccounts list" */
  int wants_help;          /* `nscale help` was asked about it ... */
  enum page_form form;     /* ... for this */
  struct flag_table table; /* the last: only what is used of it is set */
};

/* The command without its first word, for sentences that nscale says. */
static const char *without_nscale(const char *path)
{
  return path + sizeof "nscale";
}

static void extend_path(struct command *command, const char *word)
{
  size_t length = strlen(command->path);

  (void)snprintf(command->path + length, sizeof command->path - length, "%s%s",
                 length ? " " : "", word);
}

/* Only the core's own verbs are in a builtin_verb. */
static const struct builtin_verb *builtin_verb(const struct command *command)
{
  return (const struct builtin_verb *)command->verb;
}

/* Says what the plugin says of a word that is none of its own; the hints that
 * others have for it come to nothing then. */
static void hint_of_plugin(const struct command *command, const char *word,
                           struct error *error)
{
  const char *hint =
      command->manifest ? manifest_hint(command->manifest, word) : NULL;

  if (hint)
    error_hint(error, "%s", hint);
}

/* Likewise of a flag, which may have its value behind it. */
static void hint_of_plugin_at_flag(const struct command *command,
                                   const char *word, struct error *error)
{
  char name[64];
  const size_t length = strcspn(word, "=");

  (void)snprintf(name, sizeof name, "%.*s", (int)length, word);
  if (length < sizeof name)
    hint_of_plugin(command, name, error);
}

/* How many arguments the verb takes. */
static size_t arguments_most(const struct command *command)
{
  if (command->builtin)
    return builtin_verb(command)->arguments_most;
  return command->verb->attributes & NSCALE_VERB_ID ||
         field_flag_of_name(command->noun, command->verb);
}

/* Takes the argument of a verb that makes something for the name of that. */
static int take_name(struct command *command, struct error *error)
{
  const char *flag = command->builtin || !command->argument_count
                         ? NULL
                         : field_flag_of_name(command->noun, command->verb);
  const char *name = flag ? command->arguments[0] : NULL;
  const char *given = flag ? flags_value(&command->flags, flag, 0) : NULL;

  if (!flag)
    return 0;
  if (unknown_is_file(name))
    return unknown_name(command->path, name, error);
  if (given && strcmp(given, name) != 0)
    return error_set(error, EXIT_USAGE,
                     "--%s %s and the argument %s name different things", flag,
                     given, name);
  if (!given)
    flags_add(&command->flags, flag, name);
  return 0;
}

/* `nscale api GET PATH` */
static void hint_at_method(const struct command *command, struct error *error)
{
  static const char *const methods[] = { "GET", "POST", "PUT", "PATCH",
                                         "DELETE" };
  CLEANUP_BUFFER struct buffer text = { 0 };
  size_t i = 0;

  if (!command->builtin || builtin_verb(command)->action != BUILTIN_API)
    return;
  while (i < sizeof methods / sizeof methods[0] &&
         strcasecmp(methods[i], command->arguments[0]) != 0)
    i++;
  if (i == sizeof methods / sizeof methods[0])
    return;
  text_command(&text, (const char *[]){ "nscale", "api", "-X", methods[i],
                                        command->arguments[1], NULL });
  if (!text.failed)
    error_hint(error, "did you mean %s?", text.data);
}

/* Notes what stands behind the verb, which must be no more than it takes.
 * What follows a flag that is not known may be its value, no argument:
 * flags_check speaks of the flag. */
static int take_arguments(struct command *command, size_t at,
                          struct error *error)
{
  const size_t most = arguments_most(command);

  command->arguments = command->flags.arguments + at;
  command->argument_count = command->flags.argument_count - at;
  if (command->flags.unknown)
    return 0;
  if (command->argument_count <= most)
    return take_name(command, error);
  hint_at_method(command, error);
  (void)unknown_argument(command->path, command->noun, command->verb,
                         command->arguments[most], error);
  return most && command->builtin
             ? error_hint(error, "usage: %s %s", command->path,
                          builtin_verb(command)->arguments)
             : -1;
}

/* Finds the noun, the verb and the arguments among the words that are no
 * flags.  No word at all leaves the verb NULL. */
static int choose_verb(struct command *command, struct error *error)
{
  const struct flags *flags = &command->flags;
  const struct nscale_noun *nested;
  size_t at = 0;

  if (command->builtin && command->builtin->alone) {
    command->verb = &command->builtin->alone->head;
    return take_arguments(command, 0, error);
  }
  if (flags->argument_count == 0)
    return 0;
  nested = noun_within(command->noun, flags->arguments[0]);
  if (nested) {
    command->noun = nested;
    extend_path(command, nested->name);
    if (++at == flags->argument_count)
      return 0;
  }
  command->verb = noun_verb(command->noun, flags->arguments[at]);
  /* Behind an unknown flag it may be the value of that. */
  if (!command->verb && flags->unknown && at >= flags->before_unknown)
    return 0;
  if (!command->verb) {
    hint_of_plugin(command, flags->arguments[at], error);
    return unknown_verb(command->path, command->noun, flags->arguments + at,
                        flags->argument_count - at, error);
  }
  extend_path(command, command->verb->name);
  return take_arguments(command, at + 1, error);
}

/* ---- What the core's own commands do. ------------------------------- */

/* `nscale help WORDS`: a topic, or a command as `nscale WORDS --help`; in a
 * manual page's form the page that it stands on. */
static builtin_handler run_help;

static int run_version(const struct builtin_call *call, struct error *error)
{
  return version_print(flags_given(call->flags, "json"), error);
}

static int run_completion(const struct builtin_call *call, struct error *error)
{
  CLEANUP_BUFFER struct buffer text = { 0 };

  buffer_puts(&text, script_of(call->verb->name));
  return print_result(&text, error);
}

static builtin_handler *const handlers[BUILTIN_ACTIONS] = {
  [BUILTIN_API] = api_run,
  [BUILTIN_COMPLETION] = run_completion,
  [BUILTIN_HELP] = run_help,
  [BUILTIN_PLUGINS_CHECK] = plugins_check,
  [BUILTIN_PLUGINS_LIST] = plugins_list,
  [BUILTIN_PROFILES_LIST] = profiles_list,
  [BUILTIN_VERSION] = run_version,
};

static int run_builtin(struct command *command, struct error *error)
{
  const struct builtin_verb *own = builtin_verb(command);
  const struct builtin_call call = {
    .verb = command->verb,
    .flags = &command->flags,
    .arguments = command->arguments,
    .argument_count = command->argument_count,
  };

  if (options_check(&command->flags, command->verb, error) < 0)
    return -1;
  if (call.argument_count >= own->arguments_least)
    return handlers[own->action](&call, error);
  error_set(error, EXIT_USAGE, "%s needs an argument",
            without_nscale(command->path));
  return error_hint(error, "usage: %s %s", command->path, own->arguments);
}

static int run_verb(struct command *command, struct error *error)
{
  const char *argument =
      command->argument_count ? command->arguments[0] : NULL;
  struct options options;
  CLEANUP_EXCHANGE struct exchange exchange = { .options = &options.exchange };
  struct nscale_verb list;
  const struct nscale_verb *verb =
      gate_verb(command->verb, command->noun, &command->flags, &list);
  CLEANUP_FREE const struct nscale_field **fields =
      fields_of_verb(command->noun->fields, verb);
  struct nscale_noun noun = *command->noun;
  CLEANUP_INVOCATION struct invocation call = { .error = error };

  if (!fields)
    return error_memory(error);
  noun.fields = fields;
  invocation_begin(&call,
                   &(struct invocation_setup){
                       .plugin = command->plugin.descriptor->name,
                       .minor = command->plugin.descriptor->min_minor,
                       .noun = &noun,
                       .verb = verb,
                       .flags = &command->flags,
                       .options = &options,
                       .exchange = &exchange,
                       .host = &host_table },
                   error);
  if (options_of_verb(&options,
                      &(struct verb_line){ .flags = &command->flags,
                                           .noun = command->noun,
                                           .verb = verb,
                                           .argument = argument },
                      error) < 0 ||
      conditions_read(&call.conditions, &command->flags, command->verb,
                      (int64_t)time(NULL), error) < 0)
    return -1;
  if (command->verb->attributes & NSCALE_VERB_DEPRECATED)
    message_note("%s is deprecated%s%s", without_nscale(command->path),
                 command->verb->replacement ? ": use " : "",
                 command->verb->replacement ? command->verb->replacement : "");
  return verb_run(&call);
}

/* Shows the help of the noun or verb that was reached.  A manual page has all
 * of the noun, and the core's commands are on nscale(1). */
static int show_help(const struct command *command, int asked,
                     struct error *error)
{
  CLEANUP_BUFFER struct buffer text = { 0 };
  struct page page = { .text = &text, .form = command->form };

  if (command->form == PAGE_MDOC) {
    if (command->builtin)
      manual_root(&page);
    else
      manual_noun(&page, command->plugin.noun);
  } else if (command->verb) {
    help_verb(&page, command->path, command->noun, command->verb,
              command->builtin);
  } else {
    help_noun(&page, command->path, command->noun, command->builtin);
  }
  if (asked)
    return print_result(&text, error);
  print_aside(&text);
  return error_set(error, EXIT_USAGE, "%s needs a verb",
                   without_nscale(command->path));
}

/* The value of a global flag; a plugin of an older ABI may have a flag of that
 * name, which is its own. */
static const char *global_flag(const struct command *command, const char *name)
{
  const struct nscale_flag *const *own =
      command->verb ? command->verb->flags : NULL;

  for (; own && *own; own++)
    if (strcmp((*own)->name, name) == 0)
      return NULL;
  return flags_value(&command->flags, name, 0);
}

/* Heeds --color. */
static int choose_colour(const struct command *command, struct error *error)
{
  const char *value = global_flag(command, "color");
  size_t word;

  if (!value)
    return 0;
  if (options_word(flags_find(&command->table, "color"), value, &word, error) <
      0)
    return -1;
  tty_setup((enum tty_colours)word);
  return 0;
}

/* Runs the words, in which the command's own name does not stand any more. */
static int run_words(struct command *command, int count, char **words,
                     struct error *error)
{
  struct flag_table *table = &command->table;

  flags_global(table);
  if (command->builtin && command->builtin->alone)
    flags_of_verb(table, &command->builtin->alone->head);
  flags_of_noun(table, command->noun);
  if (flags_parse(&command->flags, table, count, words, error) < 0)
    return -1;
  extend_path(command, "nscale");
  extend_path(command, command->noun->name);
  if (choose_verb(command, error) < 0)
    return -1;
  if (command->verb) {
    flags_global(table);
    flags_of_verb(table, command->verb);
  }
  if (command->flags.unknown)
    hint_of_plugin_at_flag(command, command->flags.unknown, error);
  if (flags_check(&command->flags, table, command->path, error) < 0)
    return -1;
  if (choose_colour(command, error) < 0)
    return -1;
  if (command->wants_help || flags_given(&command->flags, "help"))
    return show_help(command, 1, error);
  if (flags_given(&command->flags, "version"))
    return version_print(flags_given(&command->flags, "json"), error);
  if (!command->verb)
    return show_help(command, 0, error);
  if (command->builtin)
    return run_builtin(command, error);
  return profile_use(global_flag(command, "profile"), error) < 0
             ? -1
             : run_verb(command, error);
}

/* Runs one of the core's own commands, or opens the one plugin. */
static int run_command(struct command *command, const char *name, int count,
                       char **words, struct error *error)
{
  CLEANUP_PLUGIN_FOUND struct plugin_found found = { 0 };
  int result;

  command->builtin = builtin_find(name);
  if (command->builtin) {
    command->noun = command->builtin->noun;
    return run_words(command, count, words, error);
  }
  result = discover_one(name, &found, error);
  if (result <= 0)
    return result < 0 ? -1
                      /* words[-1] is the name. */
                      : unknown_command((const char *const *)words - 1,
                                        (size_t)count + 1, command->wants_help,
                                        error);
  if (plugin_load(&found, &command->plugin, error) < 0)
    return -1;
  command->noun = command->plugin.noun;
  command->manifest = &found.manifest;
  result = run_words(command, count, words, error);
  command->manifest = NULL;
  plugin_unload(&command->plugin);
  return result;
}

/* Runs what the first word names, or shows help for it.  The table of flags is
 * tens of kilobytes, of which a run touches few: it is neither cleared nor
 * copied. */
static int run_named(enum page_form form, int wants_help, int count,
                     char **words, struct error *error)
{
  struct command *command = malloc(sizeof *command);
  int result;

  if (!command)
    return error_memory(error);
  memset(command, 0, offsetof(struct command, table));
  command->table.count = 0;
  command->form = form;
  command->wants_help = wants_help;
  result = run_command(command, words[0], count - 1, words + 1, error);
  flags_free(&command->flags);
  free(command);
  return result;
}

/* ---- Help. -------------------------------------------------------- */

static int show_root(enum page_form form, int asked, struct error *error)
{
  CLEANUP_BUFFER struct buffer text = { 0 };
  struct page page = { .text = &text, .form = form };

  if (form == PAGE_MDOC)
    manual_root(&page);
  else if (help_root(&page, error) < 0)
    return -1;
  if (asked)
    return print_result(&text, error);
  print_aside(&text);
  return error_set(error, EXIT_USAGE, "no command was given");
}

static int show_topic(const struct topic *topic, enum page_form form,
                      struct error *error)
{
  CLEANUP_BUFFER struct buffer text = { 0 };
  struct page page = { .text = &text, .form = form };

  if (form == PAGE_MDOC && !topic->section)
    return show_root(form, 1, error);
  help_topic(&page, topic);
  return print_result(&text, error);
}

/* Help for what the words name: one of the core's commands wins over a topic,
 * and a topic over a plugin. */
static int show_help_for(int count, char **words, enum page_form form,
                         struct error *error)
{
  const struct topic *topic;

  if (count == 0 || words[0][0] == '-')
    return show_root(form, 1, error);
  topic = builtin_find(words[0]) ? NULL : topic_find(words[0]);
  if (!topic)
    return run_named(form, 1, count, words, error);
  if (count > 1)
    return error_set(error, EXIT_USAGE, "help %s takes no argument %s",
                     words[0], words[1]);
  return show_topic(topic, form, error);
}

static int run_help(const struct builtin_call *call, struct error *error)
{
  /* Words of the command line, which argv hands out as char * and nobody
   * changes. */
  return show_help_for(
      (int)call->argument_count, (char **)(uintptr_t)call->arguments,
      flags_value(call->flags, "mdoc", 0) ? PAGE_MDOC : PAGE_TEXT, error);
}

/* ---- The whole line. ---------------------------------------------- */

int command_run(int argc, char **argv, struct error *error)
{
  CLEANUP_FLAGS struct flags flags = { 0 };
  CLEANUP_FREE struct flag_table *table = malloc(sizeof *table);
  char *name;
  long at;

  if (argc > 1 && strcmp(argv[1], COMPLETE_COMMAND) == 0) {
    complete_run(argc - 2, argv + 2);
    return 0;
  }
  if (!table)
    return error_memory(error);
  flags_global(table);
  at = flags_parse_first(&flags, table, argc > 0 ? argc - 1 : 0, argv + 1,
                         error);
  if (at < 0 || flags_check(&flags, table, "nscale", error) < 0)
    return -1;
  if (flags_given(&flags, "version"))
    return version_print(0, error);
  at++;
  if (at >= argc)
    return show_root(PAGE_TEXT, flags_given(&flags, "help"), error);
  if (flags_given(&flags, "help"))
    return show_help_for(argc - (int)at, argv + at, PAGE_TEXT, error);
  /* Global flags may stand before the name: they move behind it. */
  name = argv[at];
  memmove(argv + 2, argv + 1, (size_t)(at - 1) * sizeof *argv);
  argv[1] = name;
  return run_named(PAGE_TEXT, 0, argc - 1, argv + 1, error);
}
