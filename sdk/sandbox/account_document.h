/* account_document.h - service accounts from JSON and to JSON; what a client
 * may write of a project is the same. */
#ifndef SANDBOX_ACCOUNT_DOCUMENT_H
#define SANDBOX_ACCOUNT_DOCUMENT_H

#include <json-c/json.h>

#include "accounts.h"
#include "request.h"

/* Reads a body that is a JSON object, to be released by the caller.  Returns
 * 0, or the status of the error with one sentence in `*problem`. */
unsigned int document_object(const struct request *request,
                             struct json_object **object,
                             const char **problem);

/* Reads the body of a create or update into the draft, which the caller
 * frees.  Returns 0, or the status of the error with one sentence in
 * `*problem`. */
unsigned int document_read(const struct request *request, struct draft *draft,
                           const char **problem);

/* Appends the member "tags", where there are any. */
void document_write_tags(struct buffer *out, const struct draft *draft);

/* An account as a reply shows it. */
struct account_view {
  const struct state *state;
  const struct organization *organization;
  const struct account *account;
  uint32_t groups;   /* those that it is said to be in */
  const char *token; /* NULL but in the answers of create and rotate */
};

/* Appends the account as the API shows it. */
void document_write(struct buffer *out, const struct account_view *view);

#endif
