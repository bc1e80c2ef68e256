/* fuzz-explain.c - what a failed exchange means (core/http/explain.h).
 *
 * The first bytes choose what happened and to what; the type of the body, the
 * place that a redirect names, a trace id and the body follow, with a NUL
 * behind each but the last.
 */
#include "core/http/explain.h"

#include <string.h>

#include "core/http/reason.h"
#include "core/transport/transport.h"
#include "tests/fuzz/fuzz.h"

static void copy_field(char *field, size_t size, const char *text)
{
  /* Longer than their room they are "". */
  field[0] = '\0';
  if (strlen(text) < size)
    memcpy(field, text, strlen(text) + 1);
}

/* The statuses that this can end with, and which of them go together. */
static void check(const struct explain_facts *facts, const struct error *error)
{
  const struct transport_reply *reply = facts->reply;
  const int done = reply->outcome == TRANSPORT_DONE;

  switch (error->exit_status) {
  case EXIT_FAILED:
  case EXIT_NOT_FOUND:
  case EXIT_AUTH:
  case EXIT_CONFLICT:
  case EXIT_RATE_LIMITED:
    MUST(done && error->http_status == reply->status);
    break;
  case EXIT_USAGE:
  case EXIT_NETWORK:
  case EXIT_INTERRUPTED:
    MUST(!done && !(facts->mutation && reply->sent));
    break;
  default:
    MUST(error->exit_status == EXIT_UNKNOWN && facts->mutation);
    break;
  }
  if (facts->mutation && done && reply->status >= 500)
    MUST(error->exit_status == EXIT_UNKNOWN);
  MUST(strlen(error->message) < 2048);
}

static void run(const struct explain_facts *facts)
{
  struct error error CLEANUP_ERROR = { .message = NULL };
  char text[REASON_SIZE];

  MUST(explain_failure(facts, &error) == -1);
  fuzz_error(-1, &error);
  check(facts, &error);
  if (explain_not_found(facts))
    MUST(error.exit_status == EXIT_NOT_FOUND);
  reason_page(text, facts->body, facts->body_length);
  MUST(strlen(text) < sizeof text);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
  static const long statuses[] = { 100, 204, 200, 301, 307, 400, 401,
                                   403, 404, 409, 412, 413, 422, 429,
                                   500, 502, 503, 504, 599 };
  struct input input = { .bytes = bytes, .size = size };
  const uint8_t what = fuzz_byte(&input);
  const uint8_t status = fuzz_byte(&input);
  const uint8_t about = fuzz_byte(&input);
  char *type CLEANUP_FREE = fuzz_next(&input);
  char *location CLEANUP_FREE = fuzz_next(&input);
  char *trace CLEANUP_FREE = fuzz_next(&input);
  char *body CLEANUP_FREE = fuzz_copy(input.bytes, input.size);
  const struct subject subject = {
    .effect = 1u + about % 5u,
    .singular = "service account",
    .plural = "service accounts",
    .verb = "create",
    .command = "serviceaccounts",
    .name = about & 8 ? "ci" : NULL,
    .organization = about & 16 ? "acme" : NULL,
    .verbs = about & 32 ? fuzz_noun()->verbs : NULL,
    .secret = (about & 64) != 0,
    .show_command = about & 128 ? "nscale api /things" : NULL,
  };
  struct transport_reply reply = {
    .outcome = what % 4, /* nothing stopped it */
    .sent = what % 4 != TRANSPORT_NOT_SENT,
    .bad_certificates = (what & 4) != 0,
    .certificates = what & 8 ? TRANSPORT_CA_OPTION : TRANSPORT_CA_DEFAULT,
    .status = statuses[status % (sizeof statuses / sizeof statuses[0])],
    .message = "the connection was reset",
  };
  const struct explain_facts facts = {
    .subject = &subject,
    .mutation = (what & 16) != 0,
    .reply = &reply,
    .url = what & 32 ? "https://x/api/v1/organizations/1" : "https://x/api",
    .variable = "NSCALE_IDENTITY_SERVICE_API_ENDPOINT",
    .body = body,
    .body_length = input.size,
    .asked = what & 64 ? status : -1,
    .too_long = (what & 64) != 0 && status > 200,
    .interrupted = (what & 128) != 0 && what % 4 != TRANSPORT_DONE,
  };

  copy_field(reply.content_type, sizeof reply.content_type, type);
  copy_field(reply.location, sizeof reply.location, location);
  copy_field(reply.redirect, sizeof reply.redirect, what & 4 ? location : "");
  copy_field(reply.trace, sizeof reply.trace, trace);
  run(&facts);
  return 0;
}
