/* faults.h - what is to go wrong, on demand.
 *
 * Faults are armed one by one; a request meets the first one armed that
 * fits it, which is used up after the number of times it was armed for.
 */
#ifndef SANDBOX_FAULTS_H
#define SANDBOX_FAULTS_H

#include <stdatomic.h>
#include <stddef.h>

#include "reply.h"

enum fault_moment { FAULT_NEVER, FAULT_BEFORE, FAULT_AFTER };

/* Where a write stops; what it did until then stays done. */
enum fault_stop {
  STOP_NOWHERE,
  STOP_BEFORE,  /* nothing is done */
  STOP_ACCOUNT, /* the account is written, none of its groups */
  STOP_GROUP,   /* the first of its groups is, others are not */
  STOP_DONE,    /* all is done */
};

/* What a request does once it met the fault; read-only while it is armed.
 * "Before" and "after" are so by the effect that the request has. */
struct fault {
  char *method; /* NULL for any */
  char *path;   /* fnmatch pattern, NULL for any */
  unsigned long times;
  unsigned int status; /* in place of the true one, 0 for none */
  int applied;         /* the effect happens in spite of the status */
  enum fault_stop stop;
  int plain; /* a status that the description lacks is sent all the same */
  struct header *headers; /* set on the reply */
  struct body *body;      /* in place of the true one, NULL for none */
  struct body *repeat;    /* sent for ever after the body */
  enum fault_moment cut;  /* the connection is closed, no reply */
  enum fault_moment hang; /* no reply until the client leaves */
  int truncate;           /* send no more than truncate_at of the body */
  size_t truncate_at;
  int delay; /* milliseconds before the effect */
  atomic_uint holders;
  struct fault *next;
};

/* Arms a fault from its JSON.  Returns 0, or -1 with one sentence in
 * `*problem`. */
int faults_arm(const char *text, size_t length, const char **problem);

/* The fault that this request meets, to be released, or NULL. */
struct fault *faults_take(const char *method, const char *path);
void fault_release(struct fault *fault);

/* Disarms all that are armed. */
void faults_disarm(void);

#endif
