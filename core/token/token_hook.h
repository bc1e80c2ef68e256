/* token_hook.h - the user's command that takes a new one-time token to the
 * place that uses it (--deliver), and the one that says beforehand whether it
 * will (--deliver-check).
 *
 * The token is on its standard input, with a newline, and nowhere else; what
 * it belongs to is in its environment, where nothing is left of the service
 * token that nscale acts with.  What it writes goes to stderr.  The token has
 * arrived when the command ends with 0.
 */
#ifndef TOKEN_HOOK_H
#define TOKEN_HOOK_H

#include "core/base/buffer.h"

struct error;

#define HOOK_RETRIES_DEFAULT 3
#define HOOK_RETRIES_MOST 10
#define HOOK_SECONDS_DEFAULT 60
#define HOOK_SECONDS_MOST 3600

/* What the flags say.  Borrowed. */
struct token_hook {
  const char *command; /* --deliver; NULL: there is none */
  const char *check;   /* --deliver-check, or NULL */
  unsigned retries;    /* --deliver-retries: after the first time */
  long milliseconds;   /* --deliver-timeout, for each time */
};

/* What the token belongs to.  Borrowed; each may be NULL but the prefix. */
struct token_hook_owner {
  const char *prefix; /* of the variables' names: NSCALE_ACCOUNT */
  const char *id;
  const char *name;
  const char *organization;
  const char *expiry; /* RFC 3339 */
};

/* Before anything is sent: whether the shell can read both commands, and
 * knows the first word of each where that is a plain one.  Runs neither.
 * Returns 0, or -1 with EXIT_USAGE. */
int token_hook_examine(const struct token_hook *hook, struct error *error);

/* Runs the check, where there is one.  Returns 0, or -1 with EXIT_USAGE, or
 * EXIT_INTERRUPTED where a signal ended it. */
int token_hook_check(const struct token_hook *hook,
                     const struct token_hook_owner *owner,
                     struct error *error);

/* Runs the command with this token until it ends with 0, a few times if need
 * be, after 1, 4, 16 ... seconds; `file` holds the token with a newline, or
 * is NULL.  Returns 0; or -1 with `text` saying how it ended: "ended with
 * status 1". */
int token_hook_run(const struct token_hook *hook,
                   const struct token_hook_owner *owner, const char *token,
                   const char *file, struct buffer *text);

/* Appends the command line that does the same by hand, with the token in this
 * file. */
void token_hook_by_hand(const struct token_hook *hook,
                        const struct token_hook_owner *owner, const char *file,
                        struct buffer *text);

#endif
