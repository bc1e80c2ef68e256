/* endpoint.h - where a service of Nscale answers.
 *
 * NSCALE_<SERVICE>_SERVICE_API_ENDPOINT, the name that the official Terraform
 * provider uses; or else, in a sandbox, NSCALE_SANDBOX_URL/<service>, so that
 * nothing leaves it; or else https://<service>.nks.europe-west4.nscale.com,
 * where "kubernetes" is api.
 */
#ifndef ENDPOINT_H
#define ENDPOINT_H

#include "core/base/buffer.h"
#include "core/base/error.h"

/* Long enough for the variable of any service name (at most 32 letters). */
#define ENDPOINT_VARIABLE_SIZE 72

/* True for what may be a service's name: at most 32 lower case letters, digits
 * and '-', of which the first is a letter. */
int endpoint_is_service(const char *name);

/* Writes the name of the variable that moves a service: in capitals, with '_'
 * for '-', which no shell would have in a name. */
void endpoint_variable(const char *service, char name[ENDPOINT_VARIABLE_SIZE]);

/* Appends the base URL of a service, checked: https, or http to loopback.
 * EXIT_USAGE names the variable whose value is not such a URL. */
int endpoint_base(const char *service, struct buffer *base,
                  struct error *error);

#endif
