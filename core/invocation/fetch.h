/* fetch.h - what a call reads before it acts, whole or element by element. */
#ifndef FETCH_H
#define FETCH_H

#include "core/base/buffer.h"
#include "core/invocation/invocation.h"
#include "core/json/stream.h"

/* Sends a GET and hands the reply to the stream, to its end.  `singular` and
 * `plural` name what is read, in errors.  The stream stays the caller's to
 * free.  Returns 0, or -1 with the call's error set: what exchange_run says,
 * or what a callback or the end of the text does. */
int read_stream(struct invocation *call, struct nscale_request *request,
                const char *singular, const char *plural,
                struct stream *stream);

/* Sends a GET and appends the reply to `text`, of the things of the call's
 * noun.  Returns 0, or -1 with the call's error set: as above, EXIT_FAILED
 * where the reply exceeds the limit of the buffer. */
int read_whole(struct invocation *call, struct nscale_request *request,
               struct buffer *text);

#endif
