/* endpoint.c - where a service of Nscale answers. */
#include "core/http/endpoint.h"

#include <stdlib.h>

#include "core/base/ascii.h"
#include "core/base/environment.h"
#include "core/http/url.h"

void endpoint_variable(const char *service, char name[ENDPOINT_VARIABLE_SIZE])
{
  char upper[33];
  size_t i;

  for (i = 0; service[i] && i + 1 < sizeof upper; i++)
    upper[i] = ascii_upper(service[i]);
  upper[i] = '\0';
  (void)snprintf(name, ENDPOINT_VARIABLE_SIZE,
                 "NSCALE_%s_SERVICE_API_ENDPOINT", upper);
}

int endpoint_base(const char *service, struct buffer *base,
                  struct error *error)
{
  char variable[ENDPOINT_VARIABLE_SIZE];
  const char *value;

  endpoint_variable(service, variable);
  value = environment_value(variable);
  if (value) {
    if (url_check_base(value, environment_source(variable), error) < 0)
      return -1;
    buffer_puts(base, value);
  } else {
    buffer_printf(base, "https://%s.nks.europe-west4.nscale.com", service);
  }
  return base->failed ? error_memory(error) : 0;
}
