/* state.h - what the stand-in knows: organizations and what is in them.
 *
 * One lock guards all of it.  Functions that say "locked" are called with
 * the lock held; what they return is good until it is released.
 */
#ifndef SANDBOX_STATE_H
#define SANDBOX_STATE_H

#include <pthread.h>
#include <stddef.h>
#include <stdint.h>

#include "ident.h"
#include "reply.h"
#include "token.h"

enum {
  STATE_ORGANIZATIONS = 3,
  STATE_RECORDS = 14,
  STATE_LINKS = 4,
  STATE_TOKEN_DAYS = 90,
};

struct account;   /* accounts.h */
struct project;   /* projects.h */
struct thing;     /* things.h */
struct lingering; /* linger.h */

struct organization {
  char id[IDENT_LENGTH + 1];
  const char *name;
  const char *description;
  const char *domain;
  int64_t created;
  int hidden;                /* people's tokens cannot see it */
  struct account **accounts; /* sorted by id */
  size_t account_count;
  size_t leaving;    /* accounts that are deleted but still listed */
  struct body *list; /* the list of accounts as JSON, NULL when outdated */
};

/* Things that the sandbox only shows, and the projects that it starts
 * with. */
enum record_kind { RECORD_ROLE, RECORD_USER, RECORD_GROUP, RECORD_PROJECT };

struct record {
  enum record_kind kind;
  char id[IDENT_LENGTH + 1];
  const char *name;
  const char *description;
  const struct organization *organization;
  int64_t created;
  /* A group's roles and users, a user's or a project's groups. */
  const struct record *links[STATE_LINKS];
};

struct state {
  pthread_mutex_t lock;
  struct organization organizations[STATE_ORGANIZATIONS];
  struct record records[STATE_RECORDS];
  size_t record_count;
  struct project *projects;    /* projects.h */
  struct thing *things;        /* things.h */
  struct ident_stream created; /* ids of what clients create */
  unsigned int deletion_lists; /* lists that still show a deleted account */
  int64_t lag;                 /* milliseconds until a write is seen */
  size_t pending;              /* accounts whose last write is not */
  int64_t group_settles[STATE_RECORDS]; /* when a patch of a group is seen */
  int64_t linger; /* milliseconds that a dead token works on */
  struct lingering *lingering;
  int any_status;  /* a status that the description lacks is sent */
  int group_check; /* groups must exist, and replies have the new ones */
};

/* The person whose token the environment has. */
extern const char state_person[];

/* How a sandbox begins and behaves. */
struct manner {
  size_t accounts; /* that it begins with */
  unsigned int deletion_lists;
  int64_t lag, linger; /* milliseconds */
  int any_status;
  int group_check;
};

/* Fills the state with the seeded things.  Returns 0, or -1 when there is no
 * memory; state_free is due either way. */
int state_init(struct state *state, const struct manner *manner);
void state_free(struct state *state);

/* The person's token, the same in every run, to be freed; NULL when there is
 * no memory. */
char *state_person_token(const struct state *state, enum token_form form);

/* An organization by id, or NULL.  Organizations never change. */
struct organization *state_organization(struct state *state, const char *id);

/* A record by id, of one kind and organization, or NULL.  Records never
 * change. */
const struct record *state_record(const struct state *state,
                                  enum record_kind kind,
                                  const struct organization *organization,
                                  const char *id);

void state_lock(struct state *state);
void state_unlock(struct state *state);

#endif
