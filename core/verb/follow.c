/* follow.c - a text that grows: read again and again. */
#include "core/verb/follow.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "core/base/clock.h"
#include "core/base/interrupt.h"
#include "core/json/whole.h"
#include "core/message/message.h"
#include "core/message/progress.h"
#include "core/output/output.h"
#include "core/output/overlap.h"
#include "core/output/raw_text.h"
#include "core/verb/deliver.h"
#include "core/verb/wait.h"

#define BLIND_MOST 5                    /* looks that may fail in a row */
#define FOLLOW_LIMIT ((size_t)16 << 20) /* bytes of a reply */

struct follow {
  struct invocation *call;
  struct nscale_request *request;
  struct output output;
  struct buffer text;    /* as it was seen last; not with an offset */
  uint64_t shown;        /* bytes that were printed */
  struct buffer address; /* that leaves these out; empty: the request's */
  int is_seen;           /* it was there once */
  int is_gone;
  int blind; /* looks that failed, since the last one that did not */
};

/* ---- One look. ------------------------------------------------------ */

static int take(void *context, const char *bytes, size_t length,
                struct error *error)
{
  struct buffer *reply = context;

  buffer_append(reply, bytes, length);
  return reply->failed ? error_set(error, EXIT_FAILED,
                                   "the reply is too large to follow")
                       : 0;
}

static int is_whole(const void *context)
{
  const struct buffer *reply = context;

  return scan_is_closed((struct span){ reply->data, reply->length });
}

static int ask(struct follow *follow, struct buffer *reply)
{
  struct invocation *call = follow->call;
  struct exchange_task task = {
    .request = follow->request,
    .address = follow->address.length ? follow->address.data : NULL,
    .subject = deliver_subject(call),
    .raw = !call->verb->text,
    .data = take,
    .is_whole = call->verb->text ? is_whole : NULL,
    .context = reply,
  };

  parent_name(&call->parent, follow->request, &task.subject);
  if (exchange_run(call->reader.exchange, &task, call->error) == 0)
    return 0;
  if (!task.not_found ||
      !(follow->is_seen || call->options->target.ignore_not_found))
    return -1;
  error_clear(call->error);
  follow->is_gone = 1;
  return 0;
}

/* Reads the text as it is now. */
static int look(struct follow *follow, struct buffer *text)
{
  CLEANUP_BUFFER struct buffer reply = { .limit = FOLLOW_LIMIT };
  const struct nscale_verb *verb = follow->call->verb;

  if (ask(follow, verb->text ? &reply : text) < 0)
    return -1;
  if (!verb->text || follow->is_gone)
    return 0;
  return raw_text_read(verb, (struct span){ reply.data, reply.length }, text,
                       follow->call->error);
}

/* ---- What is new. --------------------------------------------------- */

static int print(struct follow *follow, const char *bytes, size_t length)
{
  struct error *error = follow->call->error;

  if (!length)
    return 0;
  follow->shown += length;
  return output_write(&follow->output, bytes, length, error) < 0
             ? -1
             : output_flush(&follow->output, error);
}

/* Prints what the text has more than before, and keeps it in its place. */
static int print_added(struct follow *follow, struct buffer *text)
{
  const struct span before = { follow->text.data, follow->text.length };
  const struct span now = { text->data, text->length };
  size_t had;

  if (overlap(before, now, &had) < 0)
    return error_memory(follow->call->error);
  if (!had && before.length && now.length)
    message_note("the text does not continue where it stopped: lines may be "
                 "missing here");
  if (print(follow, now.text + had, now.length - had) < 0)
    return -1;
  /* An empty one says nothing of what comes after it. */
  if (now.length) {
    buffer_free(&follow->text);
    follow->text = *text;
    *text = (struct buffer){ 0 };
  }
  return 0;
}

/* Has the next reply begin where this one ends. */
static int move_offset(struct follow *follow)
{
  char number[24];

  (void)snprintf(number, sizeof number, "%llu",
                 (unsigned long long)follow->shown);
  return request_url_with(follow->request, follow->call->verb->offset, number,
                          &follow->address, follow->call->error);
}

/* A look failed.  Returns 0 where the next one may not, or -1. */
static int go_on(struct follow *follow)
{
  struct error *error = follow->call->error;

  if (!follow->is_seen || !wait_is_passing(error) ||
      ++follow->blind > BLIND_MOST)
    return -1;
  error_clear(error);
  return 0;
}

/* Looks once, and prints what is new.  Returns whether there was anything, or
 * -1. */
static int step(struct follow *follow)
{
  CLEANUP_BUFFER struct buffer text = { .limit = FOLLOW_LIMIT };
  const uint64_t shown = follow->shown;

  if (look(follow, &text) < 0)
    return go_on(follow);
  if (follow->is_gone)
    return 0;
  follow->is_seen = 1;
  follow->blind = 0;
  if (!follow->call->verb->offset) {
    if (print_added(follow, &text) < 0)
      return -1;
  } else if (print(follow, text.data, text.length) < 0 ||
             move_offset(follow) < 0) {
    return -1;
  }
  return follow->shown > shown;
}

/* ---- Between two looks. --------------------------------------------- */

/* Waits, as long as there is somebody who reads.  A signal ends the process
 * meanwhile (INTERRUPT_LEAVES).  Returns 0, or -1 where nobody does. */
static int pause_for(struct follow *follow, int64_t milliseconds)
{
  const int64_t end = clock_now() + milliseconds;
  struct pollfd reader = { .fd = STDOUT_FILENO };
  int64_t left;

  while ((left = end - clock_now()) > 0)
    if (poll(&reader, 1, (int)left) > 0)
      return output_unread(&follow->output, follow->call->error);
  return 0;
}

static void say_gone(const struct invocation *call)
{
  const char *name = invocation_target_name(call);

  if (name)
    message_note("%s \"%s\" is not there any more", call->noun->singular,
                 name);
  else
    message_note("what was followed is not there any more");
}

static int watch(struct follow *follow)
{
  const struct exchange *exchange = follow->call->reader.exchange;
  int64_t pause = WAIT_PAUSE_FIRST;
  int64_t asked;
  int added;

  for (;;) {
    added = step(follow);
    if (added < 0)
      return -1;
    if (follow->is_gone)
      break;
    pause = added ? WAIT_PAUSE_FIRST : pause;
    asked = exchange->asked * 1000;
    if (pause_for(follow, asked > pause ? asked : pause) < 0)
      return -1;
    pause = pause * 2 < WAIT_PAUSE_MOST ? pause * 2 : WAIT_PAUSE_MOST;
  }
  if (output_end(&follow->output, follow->call->error) < 0)
    return -1;
  say_gone(follow->call);
  return 0;
}

int follow_text(struct invocation *call, struct nscale_request *request)
{
  struct follow follow = { .call = call,
                           .request = request,
                           .output = { .fd = STDOUT_FILENO } };
  int result;

  output_plain(&follow.output);
  interrupt_enter(INTERRUPT_LEAVES);
  result = watch(&follow);
  output_discard(&follow.output);
  buffer_free(&follow.text);
  buffer_free(&follow.address);
  return result;
}
