/* values.c - values that only the server knows, for completion. */
#include "core/completion/values.h"

#include <json-c/json.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include "core/base/environment.h"
#include "core/base/uuid.h"
#include "core/cli/options.h"
#include "core/completion/cache.h"
#include "core/grammar/noun.h"
#include "core/invocation/enter.h"
#include "core/invocation/fetch.h"
#include "core/invocation/host.h"
#include "core/invocation/invocation.h"
#include "core/invocation/profile.h"
#include "core/json/path.h"
#include "core/json/stream.h"
#include "core/plugin/thing_fields.h"
#include "core/token/secret.h"

#define MILLISECONDS_MOST 1900L /* leaves time to start and to print */

/* ---- Lists as they are kept: VALUE TAB LABEL, a line each. --------- */

static const char known[] = "known\n";
static const char failed[] = "failed\n";

/* A list on its way from the server into lines. */
struct reading {
  const char *value_path;
  const char *label_path;
  struct fields looked_at;
  const struct fields *fields; /* those, or NULL: at all */
  struct buffer lines;
};

static int on_element(void *context, const char *bytes, size_t length,
                      struct error *error)
{
  struct reading *reading = context;
  struct json_object *json =
      exchange_read(bytes, length, reading->fields, error);
  const char *value;
  const char *label;

  if (!json)
    return -1;
  value = path_string(json, reading->value_path);
  label = path_string(json, reading->label_path);
  /* Tabs and newlines separate here; a value with one is not offered. */
  if (value && !strpbrk(value, "\t\n")) {
    buffer_puts(&reading->lines, value);
    buffer_putc(&reading->lines, '\t');
    if (label && !strpbrk(label, "\t\n"))
      buffer_puts(&reading->lines, label);
    buffer_putc(&reading->lines, '\n');
  }
  json_object_put(json);
  return reading->lines.failed ? error_memory(error) : 0;
}

/* Asks the server. */
static int fetch_values(struct invocation *call,
                        struct nscale_request *request,
                        struct reading *reading)
{
  CLEANUP_STREAM struct stream stream = { .element = on_element,
                                          .context = reading };

  return fetch_stream(&call->reader, request, invocation_names(call), &stream,
                      call->error);
}

/* Appends the lines of a list, from the cache or the server.  That it failed
 * is noted before it is asked for: whatever ends the process then, the next
 * one does not try again for a minute. */
static int read_list(struct invocation *call, struct nscale_request *request,
                     const char *value_path, const char *label_path,
                     struct buffer *lines)
{
  CLEANUP_CACHE struct cache cache = { .folder = -1 };
  CLEANUP_BUFFER struct buffer url = { 0 };
  struct reading reading = { .value_path = value_path,
                             .label_path = label_path };
  const char *token = secret_token(call->error);
  int result;

  if (!request || !token || !request_is_read(request) ||
      request_url(request, &url, call->error) < 0)
    return -1;
  cache_open(&cache, &(struct cache_key){ .url = url.data,
                                          .token = token,
                                          .value_path = value_path,
                                          .label_path = label_path });
  if (cache_read(&cache, lines) && lines->length)
    return strncmp(lines->data, known, sizeof known - 1) == 0 ? 0 : -1;
  buffer_clear(lines);
  cache_write(&cache, failed, sizeof failed - 1);
  reading.fields =
      thing_names_fields(&reading.looked_at, value_path, label_path);
  buffer_puts(&reading.lines, known);
  result = fetch_values(call, request, &reading);
  if (result == 0) {
    cache_write(&cache, reading.lines.data, reading.lines.length);
    buffer_append(lines, reading.lines.data, reading.lines.length);
    result = lines->failed ? -1 : 0;
  }
  buffer_free(&reading.lines);
  return result;
}

/* ---- Candidates of lines. ----------------------------------------- */

struct line {
  const char *value;
  const char *label;
};

static int by_value(const void *a, const void *b)
{
  return strcmp(((const struct line *)a)->value,
                ((const struct line *)b)->value);
}

static int by_label(const void *a, const void *b)
{
  return strcmp(((const struct line *)a)->label,
                ((const struct line *)b)->label);
}

/* Splits the text in place.  The first line says what it is. */
static struct line *split_lines(struct buffer *text, size_t *count)
{
  struct line *lines = malloc((text->length / 2 + 1) * sizeof *lines);
  char *at = strchr(text->data, '\n');
  char *tab;
  char *end;

  *count = 0;
  while (lines && at && *++at) {
    tab = strchr(at, '\t');
    end = tab ? strchr(tab, '\n') : NULL;
    if (!end)
      break;
    *tab = *end = '\0';
    lines[(*count)++] = (struct line){ .value = at, .label = tab + 1 };
    at = end;
  }
  return lines;
}

static void add_values(struct candidates *candidates, struct buffer *text)
{
  size_t count;
  struct line *lines = split_lines(text, &count);
  size_t i;

  if (!lines)
    return;
  qsort(lines, count, sizeof *lines, by_value);
  for (i = 0; i < count; i++)
    if (i == 0 || strcmp(lines[i - 1].value, lines[i].value) != 0)
      candidates_add(candidates, lines[i].value, lines[i].label);
  qsort(lines, count, sizeof *lines, by_label);
  for (i = 0; candidates->value[0] && i < count; i++)
    /* A name of two things means neither, one like a flag is none, and one
     * like the value is there already. */
    if ((i == 0 || strcmp(lines[i - 1].label, lines[i].label) != 0) &&
        (i + 1 == count || strcmp(lines[i + 1].label, lines[i].label) != 0) &&
        lines[i].label[0] != '-' &&
        strcmp(lines[i].label, lines[i].value) != 0)
      candidates_add(candidates, lines[i].label, lines[i].value);
  free(lines);
}

/* ---- The call that a list is read in. ------------------------------ */

static void give_up(int signal_number)
{
  (void)signal_number;
  _exit(0);
}

/* A second is the most that a person waits for a list, two at the most. */
static void limit_time(void)
{
  const struct itimerval limit = {
    .it_value = { .tv_sec = MILLISECONDS_MOST / 1000,
                  .tv_usec = MILLISECONDS_MOST % 1000 * 1000 }
  };
  struct sigaction action = { .sa_handler = give_up };

  (void)sigemptyset(&action.sa_mask);
  (void)sigaction(SIGALRM, &action, NULL);
  (void)setitimer(ITIMER_REAL, &limit, NULL);
}

/* A pipe's token can be read once, and not by completion; a command may ask
 * people. */
static int token_is_reachable(void)
{
  const char *name = environment_value("NSCALE_SERVICE_TOKEN_FILE");
  struct stat status;

  return !secret_has_command() &&
         (!name || (stat(name, &status) == 0 && S_ISREG(status.st_mode)));
}

/* Reads whichever list `about` asks for. */
typedef int list_function(struct invocation *call, const void *about,
                          struct buffer *lines);

static int scope_lines(struct invocation *call, const void *about,
                       struct buffer *lines)
{
  const uint32_t *bit = about;

  return read_list(call,
                   scope_list(&call->scopes, *bit, &call->reader, call->error),
                   SCOPE_ID_PATH, SCOPE_NAME_PATH, lines);
}

/* Looks a scope that is named, and not by its id, up in its own list, which
 * is kept; what else asks for it would ask each time.  An organization that
 * nobody names is the only one of the list. */
static int resolve_scope(struct invocation *call, uint32_t bit)
{
  CLEANUP_BUFFER struct buffer text = { 0 };
  CLEANUP_FREE struct line *lines = NULL;
  const char *given = scope_given(&call->scopes, bit);
  size_t count;
  size_t i;

  if (!(call->verb->scopes & bit) || (given && uuid_is(given)) ||
      (!given && (bit != NSCALE_SCOPE_ORGANIZATION ||
                  scope_is_optional(&call->scopes, bit))))
    return 0;
  if (scope_lines(call, &bit, &text) < 0)
    return -1;
  lines = split_lines(&text, &count);
  if (!given)
    return lines && count == 1
               ? scope_choose(&call->scopes, bit, lines[0].value, NULL,
                              call->error)
               : -1;
  for (i = 0; lines && i < count; i++)
    if (strcmp(lines[i].label, given) == 0)
      return scope_choose(&call->scopes, bit, lines[i].value, NULL,
                          call->error);
  return -1;
}

/* What is asked for. */
struct wanted {
  const struct nscale_verb *verb;
  uint32_t scopes; /* that are looked up first */
  list_function *list;
  const void *about; /* what the list is of */
};

/* The thing that the command is about, where it stands there: what a list is
 * of may be where that is. */
static const char *target_given(const struct values_call *about)
{
  const char *id = flags_value(about->flags, "id", 0);

  if (id || !about->verb || !(about->verb->attributes & NSCALE_VERB_ID))
    return id;
  return about->argument;
}

/* Adds the values of one list. */
static void add_list(struct candidates *candidates,
                     const struct values_call *about,
                     const struct wanted *wanted)
{
  CLEANUP_BUFFER struct buffer lines = { 0 };
  CLEANUP_ERROR struct error error = { 0 };
  struct options options = { 0 };
  struct nscale_noun noun = *about->noun;
  CLEANUP_EXCHANGE struct exchange exchange = { .options = &options.exchange };
  CLEANUP_INVOCATION struct invocation call = { .error = &error };
  uint32_t bit;

  if (profile_use(flags_value(about->flags, "profile", 0), &error) < 0)
    return;
  /* The core's own commands name none; each scope names its own. */
  if (!noun.service)
    noun.service = "identity";
  invocation_begin(&call,
                   &(struct invocation_setup){ .plugin = about->plugin,
                                               .noun = &noun,
                                               .verb = wanted->verb,
                                               .flags = about->flags,
                                               .options = &options,
                                               .exchange = &exchange,
                                               .host = &host_table },
                   &error);
  call.plan.muted = 1;
  options.target.id = target_given(about);
  if (!token_is_reachable() ||
      options_global(&options.exchange, about->flags, &error) < 0)
    return;
  options.exchange.debug = 0;
  options.exchange.max_wait = 0; /* no further attempt */
  if (options.exchange.timeout > MILLISECONDS_MOST)
    options.exchange.timeout = MILLISECONDS_MOST;
  limit_time();
  for (bit = 1; bit && bit <= wanted->scopes; bit <<= 1)
    if (wanted->scopes & bit && resolve_scope(&call, bit) < 0)
      return;
  if (wanted->list(&call, wanted->about, &lines) == 0)
    add_values(candidates, &lines);
}

/* ---- The three kinds of lists. ------------------------------------- */

static int choices_lines(struct invocation *call, const void *about,
                         struct buffer *lines)
{
  const struct nscale_choices *choices = about;

  return read_list(call, enter_list(call, choices), choices->value_path,
                   choices->label_path, lines);
}

void values_of_choices(struct candidates *candidates,
                       const struct values_call *about,
                       const struct nscale_choices *choices)
{
  add_list(candidates, about,
           &(struct wanted){ .verb = about->verb,
                             .scopes = about->verb->scopes,
                             .list = choices_lines,
                             .about = choices });
}

void values_of_scope(struct candidates *candidates,
                     const struct values_call *about, uint32_t scope)
{
  /* A scope is chosen within those before it. */
  add_list(candidates, about,
           &(struct wanted){ .verb = about->verb,
                             .scopes = scope - 1,
                             .list = scope_lines,
                             .about = &scope });
}

static int noun_lines(struct invocation *call, const void *about,
                      struct buffer *lines)
{
  const struct nscale_noun *noun = about;

  if (enter_plan(call) < 0 || call->plan.count != 1)
    return -1;
  return read_list(call, call->plan.requests[0], noun->id_path,
                   noun->name_path, lines);
}

void values_of_noun(struct candidates *candidates,
                    const struct values_call *about)
{
  const struct nscale_verb *verb = noun_list(about->noun, about->flags);

  if (verb)
    add_list(candidates, about,
             &(struct wanted){ .verb = verb,
                               .scopes = verb->scopes,
                               .list = noun_lines,
                               .about = about->noun });
}
