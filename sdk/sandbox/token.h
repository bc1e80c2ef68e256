/* token.h - access tokens that look like those of the service.
 *
 * The service issues encrypted tokens (JWE compact form, five parts) that
 * nobody but itself can read; an identity provider's are readable ones (JWT,
 * three parts).  Nothing here is safe: what encrypts and signs is derived
 * from the claims and a seed, so the same claims always give the same token,
 * and the sandbox needs to keep none: it makes the token again and compares.
 */
#ifndef SANDBOX_TOKEN_H
#define SANDBOX_TOKEN_H

#include <stddef.h>
#include <stdint.h>

enum token_form {
  TOKEN_JWE, /* what the service issues */
  TOKEN_JWT,
  TOKEN_UNKNOWN,
};

/* Room for a subject: the id of an account or a person's address. */
enum { TOKEN_SUBJECT = 64 };

struct token_claims {
  const char *subject;
  const char *organization; /* its organization's id */
  const char *type;         /* "service" or "user" */
  uint64_t generation;      /* how often it was rotated */
  int64_t issued;
  int64_t expires;
};

/* The form by that name, "jwe" or "jwt", else TOKEN_UNKNOWN. */
enum token_form token_form_named(const char *name);

/* Which form is issued, TOKEN_JWE by default.  To be chosen before any
 * thread runs. */
void token_choose_form(enum token_form form);
enum token_form token_chosen_form(void);

/* Writes the token of these claims, some 1200 characters.  Returns it, to be
 * freed by the caller, or NULL when there is no memory. */
char *token_make(enum token_form form, const struct token_claims *claims);

/* Reads the subject out of a token without believing anything else of it.
 * Returns the token's form; TOKEN_UNKNOWN when it has none of them, and ""
 * as the subject when it has one but was not made here. */
enum token_form token_read(const char *token, char subject[TOKEN_SUBJECT]);

#endif
