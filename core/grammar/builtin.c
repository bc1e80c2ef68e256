/* builtin.c - the core's own commands, as data. */
#include "core/grammar/builtin.h"

#include <string.h>

#include "core/grammar/flag_table.h"

#define CHECK_MOST 1024 /* files */
#define WORDS_MOST 6    /* of a command that help is asked for */

/* ---- api ---------------------------------------------------------- */

static const struct nscale_flag flag_service = {
  .struct_size = sizeof flag_service,
  .name = "service",
  .value = "NAME",
  .summary = "The service: identity (the default), region, compute, ...",
};

static const struct nscale_flag flag_method = {
  .struct_size = sizeof flag_method,
  .name = "method",
  .letter = "X",
  .value = "METHOD",
  .summary = "GET (the default), POST, PUT, PATCH or DELETE.",
};

static const struct nscale_flag *const api_flags[] = { &flag_service,
                                                       &flag_method, NULL };

/* What all methods have in common; core/command/api.c says what each adds. */
static const struct builtin_verb verb_api = {
  .head.struct_size = sizeof verb_api.head,
  .head.name = "api",
  .head.description =
      "Reaches what has no plugin yet, with the same token, retries and exit "
      "statuses. {org}, {project} and {region}, each a whole part of the path "
      "or a value in its query, stand for --org, --project and --region. "
      "Everything but GET asks first.",
  .head.examples = "nscale api /api/v1/organizations\n"
                   "nscale api '/api/v1/organizations/{org}/groups' "
                   "-q '.[].metadata.name'\n"
                   "nscale api -X POST "
                   "'/api/v1/organizations/{org}/projects' -f lab.json\n",
  .head.effect = NSCALE_EFFECT_CREATE,
  .head.reply = REPLY_ANY,
  .head.scopes =
      NSCALE_SCOPE_ORGANIZATION | NSCALE_SCOPE_PROJECT | NSCALE_SCOPE_REGION,
  .head.attributes = NSCALE_VERB_DOCUMENT,
  .head.flags = api_flags,
  .arguments = "PATH",
  .arguments_most = 1,
  .action = BUILTIN_API,
};

static const struct nscale_noun noun_api = {
  .struct_size = sizeof noun_api,
  .name = "api",
  .summary = "Send a request to any service of Nscale.",
};

/* ---- help --------------------------------------------------------- */

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
            .effect = NSCALE_EFFECT_READ,
            .flags = help_flags,
            .examples = "nscale help sa create\n"
                        "nscale help environment\n"
                        "nscale help --mdoc sa >nscale-serviceaccounts.1\n" },
  .arguments = "[TOPIC | COMMAND [VERB]]",
  .arguments_most = WORDS_MOST,
  .action = BUILTIN_HELP,
};

static const struct nscale_noun noun_help = {
  .struct_size = sizeof noun_help,
  .name = "help",
  .summary = "Show help for a command or a topic.",
};

/* ---- plugins ------------------------------------------------------ */

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
            .effect = NSCALE_EFFECT_READ,
            .summary = "List the plugins, and what is wrong with each.",
            .flags = list_flags,
            .examples = "nscale plugins list\n"
                        "nscale plugins list --json\n" },
  .action = BUILTIN_PLUGINS_LIST,
};

static const struct builtin_verb verb_check = {
  .head = { .struct_size = sizeof verb_check.head,
            .name = "check",
            .effect = NSCALE_EFFECT_READ,
            .summary = "Check files of plugins, before they are shipped.",
            .description =
                "Opens each file in a process of its own, which has no token, "
                "and reports everything that is wrong at once: whether the "
                "file may be trusted, its manifest, the plugin ABI, the "
                "symbols it exports, and what it describes.  Ends with 0 if "
                "nothing is wrong, and with 10 otherwise.",
            .flags = list_flags,
            .examples = "nscale plugins check ./regions.so\n"
                        "nscale plugins check --json ./*.so\n" },
  .arguments = "FILE...",
  .arguments_least = 1,
  .arguments_most = CHECK_MOST,
  .action = BUILTIN_PLUGINS_CHECK,
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

/* ---- profiles ----------------------------------------------------- */

static const struct builtin_verb verb_profiles = {
  .head = { .struct_size = sizeof verb_profiles.head,
            .name = "list",
            .effect = NSCALE_EFFECT_READ,
            .summary = "List the profiles, and where each setting is from.",
            .description =
                "The file is config in the folder nscale of XDG_CONFIG_HOME "
                "(default: ~/.config). A section is a profile, such as "
                "[default] or [staging], and its lines are NAME = VALUE: "
                "organization, project, region, endpoint.SERVICE, ca_cert, "
                "token_file and token_command, and never a token. Flags win, "
                "then the profile that --profile names, then variables, then "
                "the profile that NSCALE_PROFILE names, or [default].",
            .flags = list_flags,
            .examples = "nscale profiles list\n"
                        "nscale profiles list --json\n" },
  .action = BUILTIN_PROFILES_LIST,
};
static const struct nscale_verb *const profiles_verbs[] = {
  &verb_profiles.head, NULL
};

static const struct nscale_noun noun_profiles = {
  .struct_size = sizeof noun_profiles,
  .name = "profiles",
  .summary = "Show the profiles, which name settings.",
  .verbs = profiles_verbs,
};

/* ---- completion --------------------------------------------------- */

/* The verb of a shell. */
#define SHELL(shell, place)                                                   \
  static const struct builtin_verb verb_##shell = {                           \
    .head = { .struct_size = sizeof verb_##shell.head,                        \
              .name = #shell,                                                 \
              .effect = NSCALE_EFFECT_READ,                                   \
              .summary = "Print the completion of " #shell ".",               \
              .examples = place },                                            \
    .action = BUILTIN_COMPLETION,                                             \
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
  .summary = "Print the completion script of a shell.",
  .description =
      "Packages install it where shells look for it. Without a package, save "
      "the output where your shell looks, as nscale in bash's folder of "
      "completions, _nscale in zsh's or nscale.fish in fish's, or read it "
      "from your shell's start-up file.\n"
      "It completes commands, verbs and flags, and with the token of the "
      "environment also ids and names from the server. The server's answers "
      "are kept for a minute in XDG_CACHE_HOME/nscale (default: "
      "~/.cache/nscale).",
  .verbs = completion_verbs,
};

/* ---- version ------------------------------------------------------ */

static const struct builtin_verb verb_version = {
  .head = { .struct_size = sizeof verb_version.head,
            .name = "version",
            .effect = NSCALE_EFFECT_READ,
            .flags = list_flags,
            .examples = "nscale version\n"
                        "nscale version --json\n" },
  .action = BUILTIN_VERSION,
};

static const struct nscale_noun noun_version = {
  .struct_size = sizeof noun_version,
  .name = "version",
  .summary = "Show the version.",
};

/* ------------------------------------------------------------------- */

static const struct builtin api = { &noun_api, &verb_api };
static const struct builtin plugins = { .noun = &noun_plugins };
static const struct builtin profiles = { .noun = &noun_profiles };
static const struct builtin completion = { .noun = &noun_completion };
static const struct builtin help = { &noun_help, &verb_help };
static const struct builtin version = { &noun_version, &verb_version };

const struct builtin *const builtins[] = { &api,        &plugins, &profiles,
                                           &completion, &help,    &version,
                                           NULL };

const struct builtin *builtin_find(const char *name)
{
  size_t i;

  for (i = 0; builtins[i]; i++)
    if (strcmp(builtins[i]->noun->name, name) == 0)
      return builtins[i];
  return NULL;
}
