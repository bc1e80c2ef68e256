/* reply.h - what will be sent back: a status, headers and a body.
 *
 * A body is shared: the list of 100000 accounts is written once and sent
 * many times, while another thread may already have replaced it.
 */
#ifndef SANDBOX_REPLY_H
#define SANDBOX_REPLY_H

#include <stdatomic.h>
#include <stddef.h>

#include "core/base/buffer.h"

struct body {
  atomic_uint holders;
  size_t length;
  char *data;
};

struct header {
  char *name;
  char *value;
  struct header *next;
};

/* Starts as `{ 0 }` and ends with reply_free. */
struct reply {
  unsigned int status;
  struct header *headers;
  struct body *body; /* NULL for an empty one */
  int dropped;       /* none of it is sent, the connection closes */
};

/* Makes a body of the buffer's bytes, which it takes over.  One holder.
 * NULL when the buffer had failed or there is no memory. */
struct body *body_new(struct buffer *buffer);

/* Adds a holder and returns the body (NULL for NULL), or takes one away;
 * the last one frees it. */
struct body *body_hold(struct body *body);
void body_release(struct body *body);

/* Sets a header, in place of one of that name.  Both texts are copied.
 * Returns 0, or -1 when there is no memory. */
int reply_header(struct reply *reply, const char *name, const char *value);

/* Replaces the body; the reply takes over the caller's hold. */
void reply_body(struct reply *reply, struct body *body);

/* Sets the status and a JSON body made of the buffer's bytes, which it takes
 * over.  Without memory it becomes a bare 500. */
void reply_json(struct reply *reply, unsigned int status,
                struct buffer *buffer);

/* The same with another type of content. */
void reply_content(struct reply *reply, unsigned int status, const char *type,
                   struct buffer *buffer);

/* Makes it an error in the API's form, with the code that belongs to the
 * status and a new trace_id. */
void reply_error(struct reply *reply, unsigned int status,
                 const char *description);

/* Releases what it holds. */
void reply_free(struct reply *reply);

#endif
