/* accounts.h - the service accounts of an organization.
 *
 * All functions but account_new, account_free and accounts_free want the
 * state's lock.
 */
#ifndef SANDBOX_ACCOUNTS_H
#define SANDBOX_ACCOUNTS_H

#include "state.h"
#include "token.h"

struct tag {
  char *name;
  char *value;
};

/* What a client may write; ends with draft_free. */
struct draft {
  char *name;
  char *description; /* NULL when there is none */
  struct tag *tags;
  size_t tag_count;
  char (*groups)[IDENT_LENGTH + 1];
  size_t group_count;
};

struct account {
  char id[IDENT_LENGTH + 1];
  struct draft draft; /* its groups are as they were asked for */
  uint32_t groups;    /* those that it is in, a set of membership.h */
  int64_t created;
  char created_by[TOKEN_SUBJECT];
  int64_t modified; /* 0 for never */
  char modified_by[TOKEN_SUBJECT];
  int64_t deleted;         /* 0 while it lives */
  unsigned int lists_left; /* lists that still show it once it is deleted */
  int64_t expiry;
  uint64_t generation; /* of its token */
  int64_t token_issued;
  int64_t token_expires; /* as the token says, whatever expiry became */
  /* lag.h: when its last write is seen, in milliseconds, 0 once it is; and
   * what is seen until then, NULL for nothing. */
  int64_t settles;
  struct account *before;
};

/* Releases what the draft holds and leaves it as new. */
void draft_free(struct draft *draft);

/* Makes an account and takes the draft over, also when it fails.  Returns
 * NULL when there is no memory. */
struct account *account_new(const char *id, struct draft *draft);
void account_free(struct account *account);

/* A copy as the account is now, or NULL when there is no memory. */
struct account *account_copy(const struct account *account);

/* Appends without regard to the order, for seeding; accounts_sort follows.
 * Returns 0, or -1 when there is no memory. */
int accounts_append(struct organization *organization,
                    struct account *account);
void accounts_sort(struct organization *organization);

/* Puts the account in its place.  Returns as accounts_append. */
int accounts_insert(struct organization *organization,
                    struct account *account);

/* Takes the account out and frees it. */
void accounts_remove(struct organization *organization,
                     struct account *account);

/* The account with that id, or NULL; it may be one that was deleted. */
struct account *accounts_find(const struct organization *organization,
                              const char *id);

/* Gives it a new token, good for 90 days from now; the old one is dead. */
void account_renew(struct account *account);

/* The account's token, to be freed; NULL when there is no memory. */
char *account_token(const struct account *account,
                    const struct organization *organization,
                    enum token_form form);

/* The list is no longer what it was. */
void accounts_changed(struct organization *organization);

/* Frees every account. */
void accounts_free(struct organization *organization);

#endif
