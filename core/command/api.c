/* api.c - `nscale api PATH`: any request to any service of Nscale. */
#include "core/command/api.h"

#include <string.h>
#include <strings.h>

#include "core/base/ascii.h"
#include "core/base/text.h"
#include "core/cli/options.h"
#include "core/grammar/flags.h"
#include "core/http/endpoint.h"
#include "core/invocation/host.h"
#include "core/invocation/invocation.h"
#include "core/invocation/profile.h"
#include "core/verb/run.h"

/* An invocation, and the path that it is about. */
struct api_call {
  struct invocation call; /* must stay first */
  const char *path;       /* as it was given; borrowed */
};

static void api_call_free(struct api_call *own)
{
  invocation_free(&own->call);
}

/* ---- The path, part by part. --------------------------------------- */

/* What `{word}` in a path stands for. */
static const struct placeholder {
  const char *word;
  uint32_t scope;
} placeholders[] = {
  { "{org}", NSCALE_SCOPE_ORGANIZATION },
  { "{project}", NSCALE_SCOPE_PROJECT },
  { "{region}", NSCALE_SCOPE_REGION },
};

#define PLACEHOLDERS (sizeof placeholders / sizeof placeholders[0])

/* Appends a part of an address without its percent-encoding, which the host
 * applies anew, so that `%2F` stays inside its part. */
static int decode(struct buffer *text, const char *part, size_t length,
                  struct error *error)
{
  size_t i;
  int high;
  int low;

  buffer_clear(text);
  for (i = 0; i < length; i++) {
    if (part[i] != '%') {
      buffer_putc(text, part[i]);
      continue;
    }
    high = i + 2 < length ? ascii_hex(part[i + 1]) : -1;
    low = high >= 0 ? ascii_hex(part[i + 2]) : -1;
    if (low < 0 || (high == 0 && low == 0))
      return error_set(error, EXIT_USAGE,
                       "the path has %.*s, which does not encode a character "
                       "that an address may have",
                       (int)(length - i < 3 ? length - i : 3), part + i);
    buffer_putc(text, (char)(high * 16 + low));
    i += 2;
  }
  buffer_puts(text, "");
  return text->failed ? error_memory(error) : 0;
}

/* The scope whose placeholder the part is, 0 for any other part. */
static uint32_t scope_of(const char *part, size_t length)
{
  size_t i;

  for (i = 0; i < PLACEHOLDERS; i++)
    if (strlen(placeholders[i].word) == length &&
        memcmp(part, placeholders[i].word, length) == 0)
      return placeholders[i].scope;
  return 0;
}

/* Refuses a brace that would be sent as it is, which nobody means: a part is
 * a placeholder or has none. */
static int check_braces(const char *path, const char *part, size_t length,
                        struct error *error)
{
  const size_t at = strcspn(part, "{}");

  if (at >= length)
    return 0;
  if (part[0] == '{' && 1 + strcspn(part + 1, "{}") == length - 1 &&
      part[length - 1] == '}')
    error_set(error, EXIT_USAGE, "%.*s in a path is not a placeholder",
              (int)length, part);
  else
    error_set(error, EXIT_USAGE,
              "the path %s has a %c at character %zu that "
              "belongs to no placeholder",
              path, part[at], (size_t)(part - path) + at + 1);
  return error_hint(error,
                    "{org}, {project} and {region} stand for --org, "
                    "--project and --region, each as a whole part of the "
                    "path");
}

/* Adds one part of the path to the request. */
static int add_segment(struct api_call *own, struct nscale_request *request,
                       const char *part, size_t length)
{
  struct invocation *call = &own->call;
  CLEANUP_BUFFER struct buffer text = { 0 };
  const uint32_t scope = scope_of(part, length);
  const char *id;

  if (scope) {
    id = scope_id(&call->scopes, scope, &call->reader, call->error);
    return id ? request_segment(request, id) : -1;
  }
  if (check_braces(own->path, part, length, call->error) < 0)
    return -1;
  if (decode(&text, part, length, call->error) < 0)
    return -1;
  if (!length || strcmp(text.data, ".") == 0 || strcmp(text.data, "..") == 0)
    return error_set(call->error, EXIT_USAGE, "a part of the path %s is %s",
                     own->path, length ? text.data : "empty");
  if (request->segment_count == REQUEST_SEGMENTS_MOST)
    return error_set(call->error, EXIT_USAGE,
                     "the path has more than %d "
                     "parts",
                     REQUEST_SEGMENTS_MOST);
  return request_segment(request, text.data);
}

/* Adds one query parameter, whose value may be a placeholder. */
static int add_parameter(struct invocation *call,
                         struct nscale_request *request, const char *text,
                         size_t length)
{
  CLEANUP_BUFFER struct buffer name = { 0 };
  CLEANUP_BUFFER struct buffer value = { 0 };
  const size_t split = strcspn(text, "=&");
  const char *given = text + split + (split < length);
  const size_t rest = length - split - (split < length);
  const uint32_t scope = scope_of(given, rest);
  const char *id =
      scope ? scope_id(&call->scopes, scope, &call->reader, call->error)
            : NULL;

  if (scope && !id)
    return -1;
  if (decode(&name, text, split, call->error) < 0 ||
      (!id && decode(&value, given, rest, call->error) < 0))
    return -1;
  if (request->query_count == REQUEST_SEGMENTS_MOST)
    return error_set(call->error, EXIT_USAGE,
                     "the path has more than %d "
                     "query parameters",
                     REQUEST_SEGMENTS_MOST);
  return request_query(request, name.data, id ? id : value.data);
}

/* Adds what follows the question mark: `name=value&name=value`. */
static int add_query(struct invocation *call, struct nscale_request *request,
                     const char *query)
{
  size_t length;

  while (*query) {
    length = strcspn(query, "&");
    if (length && add_parameter(call, request, query, length) < 0)
      return -1;
    query += length + (query[length] == '&');
  }
  return 0;
}

static int32_t plan_request(struct nscale_call *head)
{
  struct api_call *own = (struct api_call *)head; /* its first member */
  struct invocation *call = &own->call;
  const char *part = own->path + (own->path[0] == '/');
  struct nscale_request *request = arena_request(
      &call->arena, call->verb->name, call->noun->service, call->error);
  size_t length;

  if (!request)
    return -1;
  for (;; part += length + 1) {
    length = strcspn(part, "/?");
    if (add_segment(own, request, part, length) < 0)
      return -1;
    if (part[length] != '/')
      break;
  }
  if (part[length] == '?' && add_query(call, request, part + length + 1) < 0)
    return -1;
  if (call->draft.document &&
      nscale_request_json(head, request, nscale_document(head)) < 0)
    return -1;
  return nscale_plan(head, request);
}

/* ---- The command. -------------------------------------------------- */

static const struct method {
  const char *name;
  uint32_t effect;
  const char *done;
} methods[] = {
  { "GET", NSCALE_EFFECT_READ, NULL },
  { "POST", NSCALE_EFFECT_CREATE, "Posted to {name}." },
  { "PUT", NSCALE_EFFECT_UPDATE, "Put {name}." },
  { "PATCH", NSCALE_EFFECT_UPDATE, "Patched {name}." },
  { "DELETE", NSCALE_EFFECT_DELETE, "Deleted {name}." },
};

/* Makes the verb of the method that -X names of what `common` says. */
static int choose_method(const struct flags *flags,
                         const struct nscale_verb *common,
                         struct nscale_verb *verb, struct error *error)
{
  const char *given = flags_value(flags, "method", 0);
  const int document =
      flags_given(flags, "file") || flags_given(flags, "stdin");
  const struct method *method = methods;
  const struct method *end = methods + sizeof methods / sizeof methods[0];

  while (given && method < end && strcasecmp(given, method->name) != 0)
    method++;
  if (method == end)
    return error_set(error, EXIT_USAGE,
                     "-X %s is not a method of the API: use GET, POST, PUT, "
                     "PATCH or DELETE",
                     given[0] ? given : "''");
  if (document && method->effect == NSCALE_EFFECT_READ) {
    error_set(error, EXIT_USAGE, "GET takes no document");
    return error_hint(error, "add -X POST, -X PUT or -X PATCH");
  }
  *verb = *common;
  verb->plan = plan_request;
  verb->name = method->name;
  verb->effect = method->effect;
  verb->done = method->done;
  /* A document is what any method but GET may have, and none must. */
  verb->attributes = document ? NSCALE_VERB_DOCUMENT : 0;
  return 0;
}

static int check_service(const char *service, struct error *error)
{
  if (endpoint_is_service(service))
    return 0;
  return error_set(
      error, EXIT_USAGE,
      "--service %s is not the name of a service: that is one word, such as "
      "identity, region, compute, storage or reservation",
      service[0] ? service : "''");
}

/* The argument, and that its flags have a place in it. */
static int check_path(const struct flags *flags, struct error *error)
{
  const char *path = flags->argument_count ? flags->arguments[0] : "";
  char flag[16];
  size_t i;

  if (!path[0]) {
    error_set(error, EXIT_USAGE, "api needs a path");
    return error_hint(error, "nscale api /api/v1/organizations lists the "
                             "organizations");
  }
  if (strstr(path, "://")) {
    error_set(error, EXIT_USAGE, "%s is a whole address: give its path alone",
              path);
    return error_hint(error,
                      "--service names the service, and "
                      "NSCALE_<SERVICE>_SERVICE_API_ENDPOINT where it is");
  }
  if (strchr(path, '#'))
    return error_set(error, EXIT_USAGE,
                     "the path %s has a fragment (#), "
                     "which is never sent",
                     path);
  for (i = 0; i < PLACEHOLDERS; i++) {
    (void)snprintf(flag, sizeof flag, "%.*s",
                   (int)strlen(placeholders[i].word) - 2,
                   placeholders[i].word + 1);
    if (flags_value(flags, flag, 0) && !strstr(path, placeholders[i].word))
      return error_set(error, EXIT_USAGE,
                       "--%s has no effect: there is no "
                       "%s in the path %s",
                       flag, placeholders[i].word, path);
  }
  return 0;
}

int api_run(const struct builtin_call *about, struct error *error)
{
  const struct flags *flags = about->flags;
  struct options options;
  struct nscale_verb verb;
  CLEANUP_BUFFER struct buffer show_command = { 0 };
  struct nscale_noun noun = {
    .struct_size = sizeof noun,
    .singular = "resource",
    .plural = "resources",
    .service = flags_value(flags, "service", 0),
  };
  CLEANUP_EXCHANGE struct exchange exchange = { .options = &options.exchange };
  CLEANUP(api_call_free)
  struct api_call own = { .path = flags->argument_count ? flags->arguments[0]
                                                        : "" };
  struct invocation *call = &own.call;

  if (profile_use(flags_value(flags, "profile", 0), error) < 0)
    return -1;
  if (!noun.service)
    noun.service = "identity";
  invocation_begin(call,
                   &(struct invocation_setup){ .plugin = "api",
                                               .noun = &noun,
                                               .verb = &verb,
                                               .flags = flags,
                                               .options = &options,
                                               .exchange = &exchange,
                                               .host = &host_table },
                   error);
  if (check_path(flags, error) < 0 || check_service(noun.service, error) < 0 ||
      choose_method(flags, about->verb, &verb, error) < 0 ||
      options_of_verb(
          &options,
          &(struct verb_line){ .flags = flags, .noun = &noun, .verb = &verb },
          error) < 0)
    return -1;
  text_command(&show_command,
               (const char *[]){ "nscale", "api", flags->arguments[0], NULL });
  if (show_command.failed)
    return error_memory(error);
  call->show_command = show_command.data;
  /* Messages call it by its path. */
  if (target_set(&call->target, NULL, own.path, error) < 0)
    return -1;
  return verb_run(call);
}
