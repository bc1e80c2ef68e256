/* topics.c - what help says about more than one command. */
#include "core/cli/topics.h"

#include <string.h>

#include "core/base/exit_status.h"

#define TEXT(paragraphs)                                                      \
  {                                                                           \
    .kind = TOPIC_TEXT, .words = paragraphs                                   \
  }
#define HEADING(text)                                                         \
  {                                                                           \
    .kind = TOPIC_HEADING, .words = text                                      \
  }
#define ITEM(item_name, meaning)                                              \
  {                                                                           \
    .kind = TOPIC_ITEM, .name = item_name, .words = meaning                   \
  }
#define COMMANDS(lines)                                                       \
  {                                                                           \
    .kind = TOPIC_COMMANDS, .words = lines                                    \
  }
#define GENERATED(function)                                                   \
  {                                                                           \
    .kind = TOPIC_GENERATED, .words = "", .write = function                   \
  }
#define END                                                                   \
  {                                                                           \
    .kind = TOPIC_TEXT, .words = NULL                                         \
  }

static const struct topic_part environment[] = {
  TEXT("Where nscale has more rights than who started it (a file that is "
       "set-uid or has capabilities), it forgets all variables that name a "
       "file, a command or a proxy."),
  HEADING("Who acts, and where"),
  ITEM("NSCALE_SERVICE_TOKEN",
       "The service token. It is taken out of the environment at the start, "
       "where no filter and no other program finds it then. A plugin is code "
       "in nscale's own process: install those that you trust."),
  ITEM("NSCALE_SERVICE_TOKEN_FILE",
       "A file that holds the token, instead: a mounted secret. Both set and "
       "different is an error."),
  ITEM("NSCALE_SERVICE_TOKEN_COMMAND",
       "A command that writes the token to its standard output, instead: that "
       "of a password manager. /bin/sh runs it when a token is needed, once "
       "and for half a minute at the most; completion never does."),
  ITEM("NSCALE_PROFILE",
       "The profile to use if --profile is absent (default: default). What it "
       "names stands in the place of variables that are not set: see nscale "
       "help profiles list."),
  ITEM("NSCALE_ORGANIZATION_ID",
       "The organization if --org is absent: an id or an exact name. Without "
       "either it is the only one that the token sees; a service account sees "
       "one."),
  ITEM("NSCALE_PROJECT_ID", "The project if --project is absent."),
  ITEM("NSCALE_REGION_ID", "The region if --region is absent."),
  ITEM("NSCALE_<SERVICE>_SERVICE_API_ENDPOINT",
       "The base URL of a service (IDENTITY, REGION, COMPUTE, ...), instead "
       "of the usual one: https, or http to loopback. A '-' of a service's "
       "name is '_' here."),
  ITEM("NSCALE_SANDBOX_URL",
       "Set in nscale-sandbox(1): the base URL of each service whose own "
       "variable is not set, with the service's name behind it. The profile "
       "[default] does not count there."),
  HEADING("Network"),
  ITEM("SSL_CERT_FILE", "Certificates to trust, in one PEM file; --ca-cert "
                        "wins."),
  ITEM("SSL_CERT_DIR", "Certificates to trust as well, in hashed folders, "
                       "separated by colons; --ca-cert wins."),
  ITEM("CURL_CA_BUNDLE", "Like SSL_CERT_FILE, which wins."),
  ITEM("HTTPS_PROXY", "The proxy to use, as in curl(1); also ALL_PROXY. http, "
                      "which is for loopback alone, goes to none."),
  ITEM("NO_PROXY", "Hosts to reach without the proxy."),
  HEADING("Pipelines"),
  ITEM("CI", "If it is set and not empty, nobody is asked about a document "
             "that comes from standard input; --yes is needed."),
  ITEM("GITHUB_ACTIONS",
       "If it is true, the runner is told to mask each new token, by the line "
       "::add-mask:: on standard error, unless that is a file."),
  HEADING("Terminal"),
  ITEM("NO_COLOR", "Set and not empty: no colour, unless --color says "
                   "otherwise, which is asked before all variables."),
  ITEM("FORCE_COLOR",
       "Set and neither empty nor 0: colour in a pipe as well, but for JSON "
       "and what filters make of it, which programs read there. Only "
       "--color=always has colours in these, and makes of a pipe what a "
       "terminal shows, as wide as COLUMNS."),
  ITEM("CLICOLOR_FORCE", "Likewise."),
  ITEM("CLICOLOR", "0: no colour, unless it is forced."),
  ITEM("TERM", "If it is dumb or absent, there is no colour, nothing moves "
               "the cursor, and questions are asked line by line."),
  ITEM("VISUAL", "The editor for a document at a terminal. Without it EDITOR "
                 "is used, and without both vi."),
  ITEM("EDITOR", "Likewise."),
  ITEM("COLUMNS", "The width of the terminal, if the terminal does not tell. "
                  "A narrow one shows fewer columns of a table, names at "
                  "the last; a pipe gets all of them."),
  ITEM("LC_ALL", "Whether the terminal shows UTF-8; also LC_CTYPE and "
                 "LANG."),
  HEADING("Places of files"),
  ITEM("NSCALE_PLUGIN_PATH",
       "Folders of plugins that come first, absolute, separated by colons."),
  ITEM("XDG_DATA_HOME", "Its nscale/plugins is a folder of plugins "
                        "(default: ~/.local/share)."),
  ITEM("XDG_CONFIG_HOME", "Profiles are in the file config of its folder "
                          "nscale (default: ~/.config)."),
  ITEM("XDG_CACHE_HOME", "Completion keeps the server's answers in its folder "
                         "nscale for a minute (default: ~/.cache)."),
  ITEM("XDG_STATE_HOME",
       "A reply that could not be delivered, or whose token was not printed, "
       "is saved in its folder nscale (default: ~/.local/state)."),
  ITEM("TMPDIR", "Such a reply is saved here if it cannot be saved there, and "
                 "a document is edited here if XDG_RUNTIME_DIR is not set. "
                 "A folder of somebody else, or that everyone may write to, "
                 "is passed over unless it is sticky."),
  ITEM("HOME", "The home folder, for the defaults above."),
  HEADING("Examples"),
  COMMANDS("NSCALE_SERVICE_TOKEN_FILE=secret nscale sa list\n"

           "NO_COLOR=1 nscale sa list\n"
           "nscale sa list --color=always | less -R\n"),
  END
};

/* The list of statuses; from the table that the process ends by. */
static void topic_statuses(struct page *page)
{
  const struct exit_status_row *row;
  size_t width = 0;

  for (row = exit_statuses; row->meaning; row++)
    width = page_width(width, row->number);
  page_list_begin(page, width);
  for (row = exit_statuses; row->meaning; row++)
    page_list_item(page, row->number, row->meaning);
  page_list_end(page);
}

/* The kinds of errors, likewise. */
static void topic_kinds(struct page *page)
{
  const struct exit_status_row *row;
  size_t width = 0;

  for (row = exit_statuses; row->meaning; row++)
    width = row->kind ? page_width(width, row->kind) : width;
  page_list_begin(page, width);
  for (row = exit_statuses; row->meaning; row++)
    if (row->kind)
      page_list_item(page, row->kind, row->number);
  page_list_end(page);
}

static const struct topic_part exit_status[] = {
  HEADING("Statuses"),
  GENERATED(topic_statuses),
  HEADING("Errors"),
  TEXT("An error is one sentence on standard error and, if there is a way "
       "out, a second line that begins with \"hint:\". Under --json or -q it "
       "is one JSON object there, {\"error\": {...}}, with the members kind, "
       "message, status, trace_id, hint and exit_code, on the last line; "
       "standard output stays empty. Lines before it are notes. status is the "
       "server's HTTP status, or null if it did not answer.\n"
       "Each kind has one exit status, and neither ever changes:"),
  GENERATED(topic_kinds),
  HEADING("Examples"),
  COMMANDS("nscale sa get ci >/dev/null || echo \"it ended with $?\"\n"),
  END
};

static const struct topic_part query[] = {
  TEXT("-q FILTER, or --query FILTER, prints the results of a jq filter over "
       "the reply: strings as they are, everything else as compact JSON, one "
       "result per line; at a terminal JSON is indented and coloured. If it "
       "is given several times, each filter sees the "
       "whole reply, in the order given.\n"
       "A filter that does not compile ends the command with 2 before "
       "anything is sent. A filter sees neither ~/.jq nor the token. --json "
       "prints the whole reply and cannot be used with -q.\n"
       "If a reply has a new token and the filters leave it out, the reply is "
       "saved, and standard error says where: read the token there, then "
       "delete the file, or use --token-file. A token counts as printed if "
       "the output has it as it is, in JSON or in @sh, but not if a filter "
       "made something else of it (@base64). If the filters find null or "
       "nothing instead, nothing is printed and the status is 9."),
  HEADING("Differences from the jq command"),
  ITEM("input, inputs", "The reply is the only input, and the filter has it "
                        "already: input fails, inputs gives nothing."),
  ITEM("input_line_number", "Fails; input_filename is null."),
  ITEM("import, include", "Do not compile: there are no modules."),
  ITEM("$ARGS, $NAME", "There are no --arg and --args: $ARGS is empty, and "
                       "only the names that the filter binds are defined."),
  ITEM("env, $ENV", "The environment without the token."),
  ITEM("debug, stderr", "Write to standard error, where errors go as well."),
  ITEM("halt, halt_error",
       "Count as failures of the filter: the exit status is 1; for create and "
       "rotate it is 9, and the reply is saved."),
  TEXT("Everything else, $__loc__ too, is as the installed libjq has it."),
  HEADING("Examples"),
  COMMANDS("nscale sa list -q '.[].metadata.name'\n"
           "nscale sa list -q '.[] | select(.spec.groupIDs == []) | "
           ".metadata.id'\n"
           "nscale sa get ci -q .metadata.id -q .status.expiry\n"),
  HEADING("See also"),
  TEXT("The language: https://jqlang.github.io/jq/manual/"),
  END
};

static const struct topic_part plugins[] = {
  HEADING("Where they come from"),
  TEXT("A command that is not nscale's own is the name or an alias of a "
       "plugin, a file NAME.so in the first of these folders that has it:"),
  ITEM("1", "each of NSCALE_PLUGIN_PATH, absolute, separated by colons"),
  ITEM("2", "XDG_DATA_HOME/nscale/plugins (default: "
            "~/.local/share/nscale/plugins)"),
  ITEM("3", "nscale/plugins in the system's library folder, where packages "
            "put theirs"),
  TEXT("Folders and files must belong to root or to you, and must not be "
       "writable by everyone: a plugin runs with your token within reach. A "
       "broken plugin breaks only itself. Help and completion read what a "
       "plugin says about itself without running it; running a command opens "
       "that one plugin."),
  HEADING("Write one"),
  TEXT("A plugin is a shared object that describes a resource and needs one "
       "header, nscale/plugin.h, and the C library. `pkg-config --cflags "
       "nscale-plugin` says where the header is."),
  END
};

const struct topic topics[] = {
  { "environment", "Environment", "Variables that nscale reads.", "7",
    environment },
  { "exit-status", "Exit status", "Exit statuses, and what errors look like.",
    NULL, exit_status },
  { "query", "Query", "Extract values with -q and jq filters.", NULL, query },
  { "plugins", "Plugins", "Where plugins come from.", NULL, plugins },
  { .name = NULL }
};

const struct topic *topic_find(const char *name)
{
  const struct topic *topic;

  for (topic = topics; topic->name; topic++)
    if (strcmp(topic->name, name) == 0)
      return topic;
  return NULL;
}

/* The list that begins at `part`; returns the last part of it. */
static const struct topic_part *list_items(struct page *page,
                                           const struct topic_part *part)
{
  const struct topic_part *at;
  size_t width = 0;

  for (at = part; at->kind == TOPIC_ITEM; at++)
    width = page_width(width, at->name);
  page_list_begin(page, width);
  for (at = part; at->kind == TOPIC_ITEM; at++)
    page_list_item(page, at->name, at->words);
  page_list_end(page);
  return at - 1;
}

void topic_parts(struct page *page, const struct topic *topic,
                 int inside_section)
{
  const struct topic_part *part;

  for (part = topic->parts; part->words; part++)
    switch (part->kind) {
    case TOPIC_TEXT:
      page_paragraphs(page, part->words);
      break;
    case TOPIC_HEADING:
      if (inside_section)
        page_subsection(page, part->words);
      else
        page_section(page, part->words);
      break;
    case TOPIC_ITEM:
      part = list_items(page, part);
      break;
    case TOPIC_GENERATED:
      part->write(page);
      break;
    case TOPIC_COMMANDS:
      page_commands(page, part->words);
      break;
    }
}
