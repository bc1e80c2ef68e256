/* account_document.h - service accounts from JSON and to JSON; what a client
 * may write of a project is the same. */
#ifndef SANDBOX_ACCOUNT_DOCUMENT_H
#define SANDBOX_ACCOUNT_DOCUMENT_H

#include "accounts.h"
#include "request.h"

/* Reads the body of a create or update into the draft, which the caller
 * frees.  Returns 0, or the status of the error with one sentence in
 * `*problem`. */
unsigned int document_read(const struct request *request, struct draft *draft,
                           const char **problem);

/* Appends the member "tags", where there are any. */
void document_write_tags(struct buffer *out, const struct draft *draft);

/* Appends the account as the API shows it.  `token` is NULL but in the
 * answers of create and rotate. */
void document_write(struct buffer *out, const struct account *account,
                    const struct organization *organization,
                    const char *token);

#endif
