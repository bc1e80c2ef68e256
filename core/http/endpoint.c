/* endpoint.c - where a service of Nscale answers. */
#include "core/http/endpoint.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/ascii.h"
#include "core/base/environment.h"
#include "core/http/url.h"

#define SERVICE_MOST 32

int endpoint_is_service(const char *name)
{
  const size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-");

  return ascii_is_lower(*name) && !name[length] && length <= SERVICE_MOST;
}

void endpoint_variable(const char *service, char name[ENDPOINT_VARIABLE_SIZE])
{
  char upper[SERVICE_MOST + 1];
  size_t i;

  for (i = 0; service[i] && i + 1 < sizeof upper; i++) {
    upper[i] = ascii_upper(service[i]);
    if (upper[i] == '-')
      upper[i] = '_';
  }
  upper[i] = '\0';
  (void)snprintf(name, ENDPOINT_VARIABLE_SIZE,
                 "NSCALE_%s_SERVICE_API_ENDPOINT", upper);
}

/* The first part of the host at which a service answers. */
static const char *host_of(const char *service)
{
  return strcmp(service, "kubernetes") == 0 ? "api" : service;
}

/* Appends the value of a variable, checked. */
static int append_value(struct buffer *base, const char *variable,
                        const char *value, struct error *error)
{
  if (url_check_base(value, environment_source(variable), error) < 0)
    return -1;
  buffer_puts(base, value);
  return 0;
}

int endpoint_base(const char *service, struct buffer *base,
                  struct error *error)
{
  static const char sandbox[] = "NSCALE_SANDBOX_URL";
  char variable[ENDPOINT_VARIABLE_SIZE];
  const char *value;

  endpoint_variable(service, variable);
  if ((value = environment_value(variable)) != NULL) {
    if (append_value(base, variable, value, error) < 0)
      return -1;
  } else if ((value = environment_value(sandbox)) != NULL) {
    if (append_value(base, sandbox, value, error) < 0)
      return -1;
    buffer_printf(base, "/%s", service);
  } else {
    buffer_printf(base, "https://%s.nks.europe-west4.nscale.com",
                  host_of(service));
  }
  return base->failed ? error_memory(error) : 0;
}
