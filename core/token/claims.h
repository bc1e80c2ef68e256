/* claims.h - what the service token says of itself.
 *
 * A token of the service is a JWT (RFC 7519): three parts in base64url, of
 * which the middle one is a JSON object.  Here that part alone is read: no
 * signature is checked, since whose key it would be only the service knows,
 * and nothing of the token but its claims leaves this module.
 */
#ifndef CLAIMS_H
#define CLAIMS_H

#include <stdint.h>

struct error;
struct json_object;

/* The claims of the service token (secret.h), for the caller to release.
 * NULL with the error: as secret_token, or EXIT_FAILED where the token is no
 * JWT or an encrypted one. */
struct json_object *claims_read(struct error *error);

/* Whether the token says when it expires, in seconds since 1970. */
int claims_expiry(int64_t *seconds);

#endif
