/* later.c - texts that stand for what a reply will have, in a request that is
 * sent after it. */
#include "core/invocation/later.h"

#include <stdlib.h>
#include <string.h>

#include "core/json/path.h"

/* One of them.  The arena's, as are its texts. */
struct later {
  struct later *next;
  const struct nscale_request *request;
  const char *path;
  const char *text;
  const char *value; /* NULL: not known, or not there */
};

/* ---- Before anything is sent. ------------------------------------- */

/* The number of a request among those for the target in turn, from 1; 0 where
 * it is not planned. */
static size_t step_of(const struct plan *plan,
                      const struct nscale_request *request)
{
  size_t i;

  for (i = plan->start; i < plan->count; i++)
    if (plan->requests[i] == request)
      return i - plan->start + 1;
  return 0;
}

static const char *keep(struct invocation *call, const char *text)
{
  return arena_keep(&call->arena, strdup(text), call->error);
}

const char *later_text(struct invocation *call,
                       const struct nscale_request *request, const char *path)
{
  const size_t step = request ? step_of(&call->plan, request) : 0;
  CLEANUP_BUFFER struct buffer text = { 0 };
  struct later *later;

  if (!request || call->error->exit_status != EXIT_DONE)
    return NULL;
  if (!step || !path || !path_valid(path) ||
      call->verb->reply == NSCALE_REPLY_LIST ||
      call->verb->reply == NSCALE_REPLY_BYTES) {
    error_plugin(call->error, call->reader.plugin,
                 "takes a text from the reply to %s, which has none%s",
                 call->verb->name, step ? "" : " before it is planned");
    return NULL;
  }
  buffer_printf(&text, "REPLY-%zu%s", step, path);
  later = text.failed ? NULL : malloc(sizeof *later);
  later = arena_keep(&call->arena, later, call->error);
  if (!later)
    return NULL;
  *later = (struct later){ .next = call->laters,
                           .request = request,
                           .path = keep(call, path),
                           .text = keep(call, text.data) };
  if (!later->path || !later->text)
    return NULL;
  call->laters = later;
  return later->text;
}

/* ---- As it is sent. ----------------------------------------------- */

void later_note(struct invocation *call, const struct nscale_request *request,
                struct json_object *reply)
{
  struct later *later;
  const char *value;

  for (later = call->laters; later; later = later->next) {
    if (later->request != request)
      continue;
    value = reply ? path_string(reply, later->path) : NULL;
    later->value = value && value[0] && strcmp(value, ".") != 0 &&
                           strcmp(value, "..") != 0
                       ? keep(call, value)
                       : NULL;
  }
}

static int settle_one(struct invocation *call, struct nscale_request *request,
                      const struct later *later)
{
  const int found = request_replace(request, later->text, later->value);

  if (found < 0)
    return error_memory(call->error);
  if (!found || later->value)
    return 0;
  return error_set(call->error, EXIT_FAILED,
                   "the reply to %s has no %s, which what follows needs",
                   later->request->method,
                   later->path + (later->path[0] == '.'));
}

int later_settle(struct invocation *call, struct nscale_request *request)
{
  const struct later *later;

  for (later = call->laters; later; later = later->next)
    if (settle_one(call, request, later) < 0)
      return -1;
  return 0;
}
