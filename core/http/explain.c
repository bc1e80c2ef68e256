/* explain.c - what a failed exchange means: one sentence, one exit status. */
#include "core/http/explain.h"

#include <json-c/json.h>
#include <nscale/plugin.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/base/text.h"
#include "core/base/time.h"
#include "core/http/reason.h"
#include "core/json/path.h"
#include "core/json/tree.h"
#include "core/token/claims.h"
#include "core/transport/transport.h"

/* What the server said in the API's error form; texts may be NULL. */
struct refusal {
  struct json_object *json;
  const char *code;
  const char *description;
  const char *trace_id;
  char reason[REASON_SIZE]; /* what the description points to */
};

static void read_refusal(const struct explain_facts *facts,
                         struct refusal *refusal)
{
  struct error ignored = { 0 };

  *refusal = (struct refusal){ 0 };
  /* Not JSON is no error of its own here: a gateway may answer HTML. */
  refusal->json =
      json_read(facts->body, facts->body_length, "the reply", &ignored);
  error_clear(&ignored);
  if (refusal->json) {
    refusal->code = path_string(refusal->json, ".error");
    refusal->trace_id = path_string(refusal->json, ".trace_id");
  }
  if (!refusal->trace_id && facts->reply->trace[0])
    refusal->trace_id = facts->reply->trace;
  reason_read(refusal->reason, facts->reply->content_type, facts->body,
              facts->body_length, refusal->json);
  if (refusal->reason[0])
    refusal->description = refusal->reason;
}

/* `service account "ci"`, or `service accounts` for no one of them. */
static void subject_text(const struct subject *subject, char *text,
                         size_t size)
{
  if (subject->name)
    (void)snprintf(text, size, "%s \"%s\"", subject->singular, subject->name);
  else
    (void)snprintf(text, size, "%s", subject->plural);
}

const char *explain_participle(uint32_t effect)
{
  switch (effect) {
  case NSCALE_EFFECT_CREATE:
    return "created";
  case NSCALE_EFFECT_UPDATE:
    return "updated";
  case NSCALE_EFFECT_ROTATE:
    return "rotated";
  case NSCALE_EFFECT_DELETE:
    return "deleted";
  default:
    return "changed";
  }
}

int explain_not_found(const struct explain_facts *facts)
{
  struct refusal refusal;
  int result;

  if (facts->reply->outcome != TRANSPORT_DONE || facts->reply->status != 404)
    return 0;
  read_refusal(facts, &refusal);
  result = refusal.code && strcmp(refusal.code, "not_found") == 0;
  json_object_put(refusal.json);
  return result;
}

/* ---- What became of a change. ---------------------------------------- */

/* The verb that does this to one thing, or NULL. */
static const char *verb_for(const struct subject *subject, uint32_t effect)
{
  const struct nscale_verb *const *verb = subject->verbs;

  for (; verb && *verb; verb++)
    if ((*verb)->effect == effect && (*verb)->attributes & NSCALE_VERB_ID &&
        (effect != NSCALE_EFFECT_READ ||
         (*verb)->reply == NSCALE_REPLY_OBJECT))
      return (*verb)->name;
  return NULL;
}

/* Appends a command of the plugin; `name` is that of the thing, or NULL. */
static void write_command(struct buffer *text, const struct subject *subject,
                          const char *verb, const char *name)
{
  const char *words[] = { verb, NULL, NULL };

  /* A flag's value, where it looks like one. */
  if (name && name[0] != '-')
    words[1] = name;
  buffer_printf(text, "nscale %s ", subject->command);
  text_command(text, words);
  if (name && name[0] == '-') {
    buffer_puts(text, " --id=");
    text_word(text, name);
  }
  if (subject->organization) {
    buffer_puts(text, " --org ");
    text_word(text, subject->organization);
  }
}

/* What can be done with a thing whose token was lost. */
static void write_ways_on(struct buffer *text, const struct subject *subject)
{
  const char *rotate = verb_for(subject, NSCALE_EFFECT_ROTATE);
  const char *delete = verb_for(subject, NSCALE_EFFECT_DELETE);

  if (!subject->name || !(rotate || delete))
    return;
  buffer_puts(text, "; if it is there: ");
  if (rotate)
    write_command(text, subject, rotate, subject->name);
  if (rotate && delete)
    buffer_puts(text, ", or ");
  if (delete)
    write_command(text, subject, delete, subject->name);
}

/* What tells whether the change was made, and how much of it. */
static void write_look(struct buffer *text, const struct subject *subject)
{
  const char *get = verb_for(subject, NSCALE_EFFECT_READ);

  if (subject->show_command) {
    buffer_printf(text, "look before you repeat it: %s",
                  subject->show_command);
    return;
  }
  if (subject->effect == NSCALE_EFFECT_CREATE && subject->secret)
    buffer_puts(text, "it may have been made and its token lost; ");
  if (subject->effect == NSCALE_EFFECT_UPDATE ||
      subject->effect == NSCALE_EFFECT_DELETE)
    buffer_puts(text, "it may be half done; ");
  buffer_puts(text, "look before you repeat it: ");
  if (subject->effect == NSCALE_EFFECT_UPDATE && get && subject->name)
    write_command(text, subject, get, subject->name);
  else
    write_command(text, subject, "list", NULL);
  if (subject->effect == NSCALE_EFFECT_CREATE && subject->secret)
    write_ways_on(text, subject);
}

int explain_unknown(const struct subject *subject, const char *cause,
                    struct error *error)
{
  CLEANUP_BUFFER struct buffer look = { 0 };
  char thing[400];

  subject_text(subject, thing, sizeof thing);
  error_set(error, EXIT_UNKNOWN, "%s may or may not have been %s: %s", thing,
            explain_participle(subject->effect), cause);
  if (subject->effect == NSCALE_EFFECT_ROTATE) {
    buffer_puts(&look, "the old token may no longer work and the new one was "
                       "not received: rotate again with ");
    write_command(&look, subject, subject->verb,
                  subject->name ? subject->name : "ID");
  } else {
    write_look(&look, subject);
  }
  return look.failed ? -1 : error_hint(error, "%s", look.data);
}

/* Somebody else wrote at the same moment.  The service says so with one
 * sentence, "the requested resource already exists", which tells nothing: it
 * is the same for every cause.  All but a rotation may have been done in part
 * before that. */
static int conflict(const struct explain_facts *facts, const char *said,
                    struct error *error)
{
  const struct subject *subject = facts->subject;
  const char *why =
      said && strcmp(said, "the requested resource already exists") != 0
          ? said
          : NULL;
  char thing[400];
  char cause[512];

  subject_text(subject, thing, sizeof thing);
  if (facts->mutation && subject->effect == NSCALE_EFFECT_ROTATE && !why) {
    error_set(error, EXIT_CONFLICT,
              "%s could not be rotated: somebody else changed it at the same "
              "moment; nothing was rotated",
              thing);
    return error_hint(error, "run the command again");
  }
  if (facts->mutation && subject->effect != NSCALE_EFFECT_ROTATE &&
      !subject->show_command) {
    (void)snprintf(cause, sizeof cause,
                   "the server reports a conflict%s%.400s", why ? ": " : "",
                   why ? why : "");
    return explain_unknown(subject, cause, error);
  }
  return error_set(error, EXIT_CONFLICT, "%s could not be %s: %s", thing,
                   subject->effect == NSCALE_EFFECT_READ
                       ? "read"
                       : explain_participle(subject->effect),
                   why ? why
                       : "it conflicts with what is there, or with what "
                         "somebody else did at the same moment");
}

static int wait_too_long(const struct explain_facts *facts,
                         struct error *error)
{
  error_set(error, EXIT_RATE_LIMITED,
            "the server asks to wait %lld second%s, "
            "longer than nscale may wait",
            (long long)facts->asked, facts->asked == 1 ? "" : "s");
  return error_hint(error, "try again later, or allow it with --max-wait "
                           "SECONDS");
}

/* Why the token was refused, where it tells that itself. */
static int hint_at_token(struct error *error)
{
  CLEANUP_BUFFER struct buffer when = { 0 };
  int64_t expiry;

  if (claims_expiry(&expiry) && expiry <= (int64_t)time(NULL) &&
      time_format(&when, expiry) == 0)
    return error_hint(error,
                      "it expired %s: set NSCALE_SERVICE_TOKEN to a "
                      "valid one",
                      when.data);
  return error_hint(error, "it may have expired, been rotated or been "
                           "deleted: set NSCALE_SERVICE_TOKEN to a valid one");
}

static int too_many(const char *said, struct error *error)
{
  return error_set(error, EXIT_RATE_LIMITED,
                   "the server says that there were too many requests%s%s",
                   said ? ": " : "", said ? said : "");
}

/* What is not there: of what is made or listed in a parent that is it, and the
 * rest may be in it or not. */
static void missing_text(const struct subject *subject, char *text,
                         size_t size)
{
  char thing[400];

  subject_text(subject, thing, sizeof thing);
  if (!subject->parent)
    (void)snprintf(text, size, "%s not found", thing);
  else if (subject->name && subject->effect != NSCALE_EFFECT_CREATE)
    (void)snprintf(text, size, "%s not found in %s \"%s\"", thing,
                   subject->parent, subject->parent_name);
  else
    (void)snprintf(text, size, "%s \"%s\" not found", subject->parent,
                   subject->parent_name);
}

/* Statuses of which the contract names the exit status. */
static int named_status(const struct explain_facts *facts,
                        const struct refusal *refusal, struct error *error)
{
  const struct subject *subject = facts->subject;
  const char *said = refusal->description;
  char thing[400];
  char missing[900];

  subject_text(subject, thing, sizeof thing);
  switch (facts->reply->status) {
  case 401:
    error_set(error, EXIT_AUTH, "the service token was refused%s%s",
              said ? ": " : "", said ? said : "");
    return hint_at_token(error);
  case 403:
    /* Some gateways limit so. */
    if (facts->asked >= 0)
      return too_many(said, error);
    error_set(error, EXIT_AUTH, "the service token may not %s %s%s%s%s%s",
              subject->verb, thing,
              subject->organization ? " in organization " : "",
              subject->organization ? subject->organization : "",
              said ? ": " : "", said ? said : "");
    return subject->organization
               ? error_hint(error,
                            "check --org and NSCALE_ORGANIZATION_ID, "
                            "and what the groups of the token's service "
                            "account may do")
               : -1;
  case 404:
    missing_text(subject, missing, sizeof missing);
    error_set(error, EXIT_NOT_FOUND, "%s", missing);
    return subject->effect == NSCALE_EFFECT_READ || subject->show_command ||
                   subject->parent
               ? -1
               : error_hint(error, "nscale %s list shows what there is",
                            subject->command);
  case 409:
    return conflict(facts, said, error);
  case 429:
    return too_many(said, error);
  default:
    return 0;
  }
}

/* A redirect that is not followed: one of a mutation, to another server, or
 * one too many. */
static int redirected(const struct explain_facts *facts, struct error *error)
{
  const char *location = facts->reply->location;

  error_set(error, EXIT_FAILED,
            "the server redirects to %.300s, which nscale does not follow",
            location[0] ? location : "nowhere");
  return location[0] && (facts->mutation || !facts->reply->redirect[0])
             ? error_hint(error,
                          "if you trust that address, set %s to the part of "
                          "it before /api",
                          facts->variable)
             : -1;
}

/* What kind of page the body is, in words; "" where it is not one. */
static void page_text(const struct explain_facts *facts,
                      char text[REASON_SIZE])
{
  if (reason_is_page(facts->reply->content_type, facts->body,
                     facts->body_length))
    reason_page(text, facts->body, facts->body_length);
  else
    text[0] = '\0';
}

/* Any other status: what was said, or that nothing was. */
static int other_status(const struct explain_facts *facts,
                        const struct refusal *refusal, struct error *error)
{
  const struct transport_reply *reply = facts->reply;
  char page[REASON_SIZE];
  char cause[512];

  page_text(facts, page);
  if (reply->status >= 300 && reply->status < 400)
    return redirected(facts, error);
  if (refusal->description)
    (void)snprintf(cause, sizeof cause, "the server %s: %.400s",
                   reply->status >= 500 ? "failed" : "refused the request",
                   refusal->description);
  else if (page[0])
    (void)snprintf(cause, sizeof cause,
                   "the server answered with %s instead of JSON", page);
  else
    (void)snprintf(cause, sizeof cause, "the server answered %s",
                   facts->body_length == 0
                       ? "with nothing but its status"
                       : "without a reason that can be read");
  if (facts->mutation && (reply->status >= 500 || reply->status < 300))
    return explain_unknown(facts->subject, cause, error);
  error_set(error, EXIT_FAILED, "%s", cause);
  if (reply->status < 300)
    return error_hint(error,
                      "a proxy or a sign-in page may have answered in place "
                      "of %s: check HTTPS_PROXY, NO_PROXY and the address of "
                      "the API",
                      facts->url);
  return reply->status == 500 && refusal->code &&
                 strcmp(refusal->code, "server_error") == 0 &&
                 strstr(facts->url, "/organizations/")
             ? error_hint(error, "a person's token is answered like this in "
                                 "an organization that it is not in: nscale "
                                 "org list shows those that it is in")
             : -1;
}

static int refused(const struct explain_facts *facts, struct error *error)
{
  struct refusal refusal;

  read_refusal(facts, &refusal);
  if (facts->too_long && !(facts->mutation && facts->reply->status >= 500))
    (void)wait_too_long(facts, error);
  else if (named_status(facts, &refusal, error) == 0)
    (void)other_status(facts, &refusal, error);
  error->http_status = facts->reply->status;
  if (refusal.trace_id && !error->trace_id)
    error->trace_id = strdup(refusal.trace_id);
  if (refusal.json)
    json_object_put(refusal.json);
  return -1;
}

int explain_failure(const struct explain_facts *facts, struct error *error)
{
  const struct transport_reply *reply = facts->reply;

  if (reply->outcome == TRANSPORT_DONE)
    return refused(facts, error);
  if (facts->mutation && reply->sent)
    return explain_unknown(facts->subject,
                           facts->interrupted
                               ? "nscale stopped waiting for its reply"
                               : reply->message,
                           error);
  if (facts->interrupted)
    return error_set(error, EXIT_INTERRUPTED,
                     "interrupted, nothing was changed");
  if (error->exit_status != EXIT_DONE)
    return -1;
  error_set(error,
            reply->bad_certificates &&
                    reply->certificates == TRANSPORT_CA_OPTION
                ? EXIT_USAGE
                : EXIT_NETWORK,
            "%s", reply->message);
  return reply->hint[0] ? error_hint(error, "%s", reply->hint) : -1;
}
