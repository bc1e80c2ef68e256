/* fetch.h - what an invocation reads before it acts. */
#ifndef FETCH_H
#define FETCH_H

#include "core/http/exchange.h"
#include "core/invocation/arena.h"
#include "core/json/stream.h"

/* What things are a part of (NSCALE_FLAG_PARENT).  Borrowed; all NULL where
 * they are of nothing. */
struct parent {
  const char *kind; /* "instance" */
  const char *name; /* as it was given */
  const char *id;
};

/* Who reads: over which connection, for which plugin, and what keeps the
 * replies.  All is borrowed. */
struct reader {
  struct exchange *exchange;
  const char *plugin; /* as the user would type it */
  struct arena *arena;
  const struct parent *parent; /* what the things are a part of, or NULL */
};

/* What messages call the things that are read: "service account", "service
 * accounts".  Borrowed. */
struct thing_names {
  const char *singular;
  const char *plural;
};

/* Notes in the words of messages what the request goes through, if that is the
 * parent. */
void parent_name(const struct parent *parent,
                 const struct nscale_request *request,
                 struct subject *subject);

/* Sends a GET and hands the reply to the stream, to its end.  The stream stays
 * the caller's to free.  Returns 0, or -1 with the error set: what
 * exchange_run says, or what a callback or the end of the text does. */
int fetch_stream(const struct reader *reader, struct nscale_request *request,
                 struct thing_names names, struct stream *stream,
                 struct error *error);

/* Sends a GET and reads the reply as JSON, which the arena keeps.  NULL with
 * the error set: as above; EXIT_PLUGIN for any other method, EXIT_FAILED for
 * more than 64 MiB or what is not JSON.  A NULL request, which failed before,
 * is passed on as NULL. */
struct json_object *fetch_json(const struct reader *reader,
                               struct nscale_request *request,
                               struct thing_names names, struct error *error);

/* The same where absence is an answer: 1 with `*json`, 0 with NULL where the
 * service says that nothing is there (404), or -1 with the error set. */
int fetch_look(const struct reader *reader, struct nscale_request *request,
               struct thing_names names, struct json_object **json,
               struct error *error);

/* Likewise for what must be an array: EXIT_FAILED where it is not. */
struct json_object *fetch_list(const struct reader *reader,
                               struct nscale_request *request,
                               struct thing_names names, struct error *error);

/* Makes what is read from now on a courtesy to people, that nothing depends
 * on: one attempt of a few seconds, under `hurried`, which the caller keeps.
 * Returns the options of before, for the caller to put back into the
 * exchange. */
const struct exchange_options *fetch_hurry(const struct reader *reader,
                                           struct exchange_options *hurried);

#endif
