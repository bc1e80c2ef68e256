/* explain.h - what a failed exchange means: one sentence, one exit status.
 *
 * Pure: from what the transport and the server said to a `struct error`.
 * The exit statuses are those of the design's "Exit status" and "The wire".
 */
#ifndef EXPLAIN_H
#define EXPLAIN_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/error.h"

struct nscale_verb;
struct transport_reply;

/* What a request is about, in the words of messages. */
struct subject {
  uint32_t effect;      /* NSCALE_EFFECT_...: what is done to the thing */
  const char *singular; /* "service account" */
  const char *plural;
  const char *verb;         /* "create" */
  const char *command;      /* "serviceaccounts": what stands before a verb */
  const char *name;         /* the thing's name or id, or NULL */
  const char *organization; /* id, or NULL */
  /* What the thing is a part of, and the address goes through: `instance` and
   * what it was called by; or NULL. */
  const char *parent;
  const char *parent_name;
  /* The verbs of its noun, a list that ends with NULL, or NULL; and whether
   * the reply has a one-time secret. */
  const struct nscale_verb *const *verbs;
  int secret;
  const char *show_command; /* the command that shows what is there; NULL: the
                             * plugin's list */
};

struct explain_facts {
  const struct subject *subject;
  int mutation; /* its outcome may be unknown */
  const struct transport_reply *reply;
  const char *url;      /* that was asked last */
  const char *variable; /* that says where the service is, or NULL */
  const char *body;     /* of a reply that is not 2xx; never NULL */
  size_t body_length;
  int64_t asked;   /* seconds that Retry-After asked for, or -1 */
  int too_long;    /* more than --max-wait allows */
  int interrupted; /* the user gave up waiting */
};

/* What has been done to a thing where an effect (NSCALE_EFFECT_...) came
 * about: "rotated". */
const char *explain_participle(uint32_t effect);

/* Sets the error.  Always returns -1. */
int explain_failure(const struct explain_facts *facts, struct error *error);

/* Whether the API itself says that what was asked for is not there: a gateway
 * that knows no such address answers 404 as well. */
int explain_not_found(const struct explain_facts *facts);

/* A mutation whose outcome cannot be known, for a cause in plain words:
 * EXIT_UNKNOWN, with the command that tells as the hint.  Returns -1. */
int explain_unknown(const struct subject *subject, const char *cause,
                    struct error *error);

#endif
