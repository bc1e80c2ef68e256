/* token.h - access tokens that look like those of the service.
 *
 * A token is a JSON Web Token by its form: header, claims and signature in
 * base64url.  Nothing is signed: the signature is derived from the claims,
 * so the same claims always give the same token, and the sandbox needs to
 * keep none: it makes the token again and compares.
 */
#ifndef SANDBOX_TOKEN_H
#define SANDBOX_TOKEN_H

#include <stddef.h>
#include <stdint.h>

#include "ident.h"

struct token_claims {
  const char *subject;      /* id of the account */
  const char *organization; /* its organization's id */
  const char *type;         /* "service" or "user" */
  uint64_t generation;      /* how often it was rotated */
  int64_t issued;
  int64_t expires;
};

/* Writes the token of these claims, at least 600 characters.  Returns it, to
 * be freed by the caller, or NULL when there is no memory. */
char *token_make(const struct token_claims *claims);

/* Reads the subject out of a token without believing anything else of it.
 * Returns 0, or -1 when it is no token. */
int token_subject(const char *token, char subject[IDENT_LENGTH + 1]);

#endif
