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
  HEADING("Who acts, and where"),
  ITEM("NSCALE_SERVICE_TOKEN",
       "The service token. It is taken out of the environment at the start, "
       "so that neither plugins nor filters see it."),
  ITEM("NSCALE_SERVICE_TOKEN_FILE",
       "A file that holds the token, instead: a mounted secret. Both set and "
       "different is an error."),
  ITEM("NSCALE_ORGANIZATION_ID",
       "The organization where --org is absent, an id or an exact name."),
  ITEM("NSCALE_PROJECT_ID", "The project where --project is absent."),
  ITEM("NSCALE_REGION_ID", "The region where --region is absent."),
  ITEM("NSCALE_<SERVICE>_SERVICE_API_ENDPOINT",
       "Another base URL of a service (IDENTITY, REGION, COMPUTE, ...): "
       "https, or http to loopback."),
  HEADING("Network"),
  ITEM("SSL_CERT_FILE", "Certificates to trust, in one PEM file; --ca-cert "
                        "wins."),
  ITEM("SSL_CERT_DIR", "Certificates to trust, in a hashed folder."),
  ITEM("CURL_CA_BUNDLE", "Like SSL_CERT_FILE, which wins."),
  ITEM("HTTPS_PROXY", "The proxy to use, as curl(1) has it; also ALL_PROXY, "
                      "and http_proxy for http to loopback."),
  ITEM("NO_PROXY", "Hosts to reach without the proxy."),
  HEADING("Pipelines"),
  ITEM("GITHUB_ACTIONS",
       "Where it is true, each token that is delivered is "
       "masked: the line ::add-mask:: goes to standard error, unless that is "
       "a file."),
  HEADING("Terminal"),
  ITEM("NO_COLOR", "Set and not empty: no colour."),
  ITEM("TERM", "Where it is dumb or absent there is no colour and nothing "
               "moves the cursor: questions are asked line by line."),
  ITEM("VISUAL", "The editor for a document at a terminal; before EDITOR, "
                 "and vi where neither is set."),
  ITEM("EDITOR", "Likewise."),
  ITEM("COLUMNS",
       "How wide the terminal is, where it does not tell. A narrow "
       "one shows fewer columns of a table, ids and names the longest; a pipe "
       "has all of them."),
  ITEM("LC_ALL", "Whether the terminal shows UTF-8; also LC_CTYPE and "
                 "LANG."),
  HEADING("Where files are"),
  ITEM("NSCALE_PLUGIN_PATH",
       "Folders of plugins that come first, absolute, separated by colons."),
  ITEM("XDG_DATA_HOME", "Its nscale/plugins is a folder of plugins "
                        "(default: ~/.local/share)."),
  ITEM("XDG_CACHE_HOME", "Its nscale is where completion keeps for a minute "
                         "what the server said (default: ~/.cache)."),
  ITEM("XDG_STATE_HOME",
       "Its nscale is where a reply is saved that could "
       "not be delivered, or whose token was not printed (default: "
       "~/.local/state)."),
  ITEM("TMPDIR", "Where such a reply is saved if it cannot be there, and "
                 "where a document is edited if XDG_RUNTIME_DIR is not set."),
  ITEM("HOME", "The home folder, for the defaults above."),
  HEADING("Examples"),
  COMMANDS("NSCALE_SERVICE_TOKEN_FILE=secret nscale sa list\n"
           "NO_COLOR=1 nscale sa list\n"),
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
  TEXT("An error is one sentence on standard error and, where there is a way "
       "out, a second line that begins with \"hint:\". Under --json or -q it "
       "is one JSON object there, {\"error\": {...}}, with the members kind, "
       "message, status, trace_id, hint and exit_code, on the last line; "
       "standard output stays empty. Lines before it are notes. status is the "
       "server's HTTP status, null where it did not answer.\n"
       "Each kind goes with one exit status, and neither ever changes:"),
  GENERATED(topic_kinds),
  HEADING("Examples"),
  COMMANDS("nscale sa get ci >/dev/null || echo \"it ended with $?\"\n"),
  END
};

static const struct topic_part query[] = {
  TEXT("-q FILTER, or --query FILTER, prints what a jq filter makes of the "
       "reply: strings as they are, everything else as compact JSON, one "
       "result a line. Given several times, each filter sees the whole "
       "reply, in the order given.\n"
       "A filter that does not compile ends the command with 2 before "
       "anything is sent. Neither ~/.jq nor the token is visible to a "
       "filter. --json prints the whole reply and excludes -q.\n"
       "Where a reply holds a new token and the filters leave it out, the "
       "reply is saved, and standard error says where: read the token there, "
       "then delete the file, or use --token-file. A token counts as printed "
       "as it is, in JSON and in @sh, not as what else is made of it "
       "(@base64). Where the filters find null or nothing instead, nothing "
       "is printed and the status is 9."),
  HEADING("Where it differs from the jq command"),
  ITEM("input, inputs", "There is one input, the reply, and the filter has "
                        "it: input fails, inputs gives nothing."),
  ITEM("input_line_number", "Fails; input_filename is null."),
  ITEM("import, include", "Do not compile: there are no modules."),
  ITEM("$ARGS, $NAME",
       "There are no --arg and --args: $ARGS is empty, and no "
       "other name is defined but those that the filter binds."),
  ITEM("env, $ENV", "The environment without the token."),
  ITEM("debug, stderr", "Write to standard error, where errors go as well."),
  ITEM("halt, halt_error", "Are failures of the filter: the exit status is 1; "
                           "of a create or rotate 9, and the reply is saved."),
  TEXT("All else, also $__loc__, is what the installed libjq makes of it."),
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
  TEXT("Folders and files must belong to root or to you, and not everyone "
       "may write to them: a plugin runs with your token in reach. A broken "
       "plugin breaks only itself. Help and completion read what a plugin "
       "says about itself without running it; running a command opens that "
       "one plugin."),
  HEADING("Write one"),
  TEXT("A plugin is a shared object that describes a resource and needs one "
       "header, nscale/plugin.h, and the C library. `pkg-config --cflags "
       "nscale-plugin` says where the header is."),
  END
};

const struct topic topics[] = {
  { "environment", "Environment", "Variables that nscale looks at.", "7",
    environment },
  { "exit-status", "Exit status", "What nscale ends with, and its errors.",
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
