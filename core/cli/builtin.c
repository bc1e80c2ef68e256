/* builtin.c - the core's own commands. */
#include "core/cli/builtin.h"

#include <string.h>

#include "core/cli/api.h"
#include "core/cli/command.h"
#include "core/cli/plugins.h"
#include "core/cli/print.h"
#include "core/completion/scripts.h"

#define CHECK_MOST 1024 /* files */
#define WORDS_MOST 6    /* of a command that help is asked for */

/* ---- help --------------------------------------------------------- */

static int run_help(const struct builtin_call *call, struct error *error)
{
  return command_help(
      call->arguments, call->argument_count,
      flags_value(call->flags, "mdoc", 0) ? PAGE_MDOC : PAGE_TEXT, error);
}

static const struct nscale_flag flag_mdoc = {
  .struct_size = sizeof flag_mdoc,
  .name = "mdoc",
  .attributes = NSCALE_FLAG_SWITCH,
  .summary = "Print the manual page of a command, for mandoc or groff.",
};
static const struct nscale_flag *const help_flags[] = { &flag_mdoc, NULL };

static const struct builtin_verb verb_help = {
  .head = { .struct_size = sizeof verb_help.head,
            .name = "help",
            .flags = help_flags,
            .examples = "nscale help sa create\n"
                        "nscale help environment\n"
                        "nscale help --mdoc sa >nscale-serviceaccounts.1\n" },
  .arguments = "[TOPIC | COMMAND [VERB]]",
  .arguments_most = WORDS_MOST,
  .run = run_help,
};

static const struct nscale_noun noun_help = {
  .struct_size = sizeof noun_help,
  .name = "help",
  .summary = "Show help for a command or a topic.",
};

/* ---- plugins ------------------------------------------------------ */

static int run_plugins_list(const struct builtin_call *call,
                            struct error *error)
{
  CLEANUP_BUFFER struct buffer text = { 0 };
  long found =
      plugins_list(&text, flags_value(call->flags, "json", 0) != NULL, error);

  if (found < 0)
    return -1;
  if (found == 0)
    message_line("No plugins.");
  return print_result(&text, error);
}

static const struct nscale_flag flag_json = {
  .struct_size = sizeof flag_json,
  .name = "json",
  .attributes = NSCALE_FLAG_SWITCH,
  .summary = "Print JSON.",
};
static const struct nscale_flag *const list_flags[] = { &flag_json, NULL };

static const struct builtin_verb verb_list = {
  .head = { .struct_size = sizeof verb_list.head,
            .name = "list",
            .summary = "List the plugins, with what is wrong about each.",
            .flags = list_flags,
            .examples = "nscale plugins list\n"
                        "nscale plugins list --json\n" },
  .run = run_plugins_list,
};

static int run_plugins_check(const struct builtin_call *call,
                             struct error *error)
{
  CLEANUP_BUFFER struct buffer text = { 0 };
  long wrong =
      plugins_check(&text, call->arguments, call->argument_count,
                    flags_value(call->flags, "json", 0) != NULL, error);

  if (wrong < 0 || print_result(&text, error) < 0)
    return -1;
  if (wrong == 0)
    return 0;
  return error_set(error, EXIT_PLUGIN, "problems in %ld of %zu plugins", wrong,
                   call->argument_count);
}

static const struct builtin_verb verb_check = {
  .head = { .struct_size = sizeof verb_check.head,
            .name = "check",
            .summary = "Check files of plugins, before they are shipped.",
            .description =
                "Each file is opened in a process of its own, which has no "
                "token, and all that is wrong is told at once: whether the "
                "file may be trusted, its manifest, the plugin ABI, the "
                "symbols it exports, and what it describes.  Ends with 0 "
                "where nothing is wrong, else with 10.",
            .flags = list_flags,
            .examples = "nscale plugins check ./regions.so\n"
                        "nscale plugins check --json ./*.so\n" },
  .arguments = "FILE...",
  .arguments_least = 1,
  .arguments_most = CHECK_MOST,
  .run = run_plugins_check,
};
static const struct nscale_verb *const plugins_verbs[] = { &verb_list.head,
                                                           &verb_check.head,
                                                           NULL };

static const struct nscale_noun noun_plugins = {
  .struct_size = sizeof noun_plugins,
  .name = "plugins",
  .summary = "Show the plugins, which bring the commands.",
  .verbs = plugins_verbs,
};

/* ---- completion --------------------------------------------------- */

static int run_completion(const struct builtin_call *call, struct error *error)
{
  CLEANUP_BUFFER struct buffer text = { 0 };

  (void)buffer_puts(&text, script_of(call->verb->name));
  return print_result(&text, error);
}

/* The verb of a shell. */
#define SHELL(shell, place)                                                   \
  static const struct builtin_verb verb_##shell = {                           \
    .head = { .struct_size = sizeof verb_##shell.head,                        \
              .name = #shell,                                                 \
              .summary = "Print the completion of " #shell ".",               \
              .examples = place },                                            \
    .run = run_completion,                                                    \
  }

SHELL(bash, "nscale completion bash >nscale.bash\n"
            "source <(nscale completion bash)\n");
SHELL(zsh, "nscale completion zsh >_nscale\n"
           "source <(nscale completion zsh)\n");
SHELL(fish, "nscale completion fish >nscale.fish\n"
            "nscale completion fish | source\n");

static const struct nscale_verb *const completion_verbs[] = {
  &verb_bash.head, &verb_zsh.head, &verb_fish.head, NULL
};

static const struct nscale_noun noun_completion = {
  .struct_size = sizeof noun_completion,
  .name = "completion",
  .summary = "Print what completes command lines in a shell.",
  .description =
      "Packages install it where shells look for it. Without: keep what is "
      "printed where your shell looks, as nscale in bash's, _nscale in zsh's "
      "or nscale.fish in fish's folder of completions, or read it from your "
      "shell's start-up file.\n"
      "Commands, verbs and flags are completed, and ids and names from the "
      "server, with the token of the environment. What the server said is "
      "kept for a minute in XDG_CACHE_HOME/nscale (default: "
      "~/.cache/nscale).",
  .verbs = completion_verbs,
};

/* ---- version ------------------------------------------------------ */

int builtin_version(int json, struct error *error)
{
  CLEANUP_BUFFER struct buffer text = { 0 };

  (void)buffer_printf(&text,
                      json ? "{\n  \"version\": \"%s\",\n"
                             "  \"plugin_abi\": \"%d.%d\"\n}\n"
                           : "nscale %s (plugin ABI %d.%d)\n",
                      PACKAGE_VERSION, NSCALE_ABI_MAJOR, NSCALE_ABI_MINOR);
  return print_result(&text, error);
}

static int run_version(const struct builtin_call *call, struct error *error)
{
  return builtin_version(flags_value(call->flags, "json", 0) != NULL, error);
}

static const struct builtin_verb verb_version = {
  .head = { .struct_size = sizeof verb_version.head,
            .name = "version",
            .flags = list_flags,
            .examples = "nscale version\n"
                        "nscale version --json\n" },
  .run = run_version,
};

static const struct nscale_noun noun_version = {
  .struct_size = sizeof noun_version,
  .name = "version",
  .summary = "Show the version.",
};

/* ------------------------------------------------------------------- */

static const struct builtin plugins = { .noun = &noun_plugins };
static const struct builtin completion = { .noun = &noun_completion };
static const struct builtin help = { &noun_help, &verb_help };
static const struct builtin version = { &noun_version, &verb_version };

const struct builtin *const builtins[] = { &api_builtin, &plugins, &completion,
                                           &help,        &version, NULL };

const struct builtin *builtin_find(const char *name)
{
  size_t i;

  for (i = 0; builtins[i]; i++)
    if (strcmp(builtins[i]->noun->name, name) == 0)
      return builtins[i];
  return NULL;
}
