/* environment.c - what clients of this sandbox need to know. */
#include "environment.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/http/endpoint.h"

extern char **environ;

/* Services that are published, beside identity.  nscale itself sends no
 * request of any other service elsewhere (core/http/endpoint.h); these are
 * for whatever else reads the variables. */
static const char *const services[] = {
  "compute", "kubernetes", "nks-core", "region", "reservation", "storage",
};

enum {
  SERVICES = sizeof services / sizeof services[0],
  CERTIFICATE = 4,
  SET = 5 + SERVICES,
  EXEMPTIONS = 2,
  URL_SIZE = 96,
};

struct variable {
  const char *name;
  const char *value; /* NULL: not set */
};

/* Those that are set, and the texts of some. */
struct variables {
  struct variable set[SET];
  char names[SERVICES][ENDPOINT_VARIABLE_SIZE];
  char urls[SERVICES][URL_SIZE];
};

/* What would stand in the way of the sandbox's own. */
static const char *const cleared[] = {
  "NSCALE_SERVICE_TOKEN_FILE",
  "NSCALE_SERVICE_TOKEN_COMMAND",
  "NSCALE_PROFILE",
  "NSCALE_PROJECT_ID",
  "NSCALE_REGION_ID",
};

/* The same where there is a certificate: asked before SSL_CERT_FILE, or
 * beside it. */
static const char *const cleared_with_tls[] = { "CURL_CA_BUNDLE",
                                                "SSL_CERT_DIR" };

static void fill(const struct environment *environment,
                 struct variables *variables)
{
  struct variable *set = variables->set;
  size_t at;

  set[0] = (struct variable){ "NSCALE_IDENTITY_SERVICE_API_ENDPOINT",
                              environment->url };
  set[1] =
      (struct variable){ "NSCALE_ORGANIZATION_ID", environment->organization };
  set[2] = (struct variable){ "NSCALE_SERVICE_TOKEN", environment->token };
  set[3] = (struct variable){ "NSCALE_SANDBOX_URL", environment->url };
  set[CERTIFICATE] =
      (struct variable){ "SSL_CERT_FILE", environment->certificate };
  for (at = 0; at < SERVICES; at++) {
    endpoint_variable(services[at], variables->names[at]);
    (void)snprintf(variables->urls[at], URL_SIZE, "%s/%s", environment->url,
                   services[at]);
    set[CERTIFICATE + 1 + at] =
        (struct variable){ variables->names[at], variables->urls[at] };
  }
}

/* In single quotes, in which the shell leaves all but one thing alone. */
static void quote(struct buffer *out, const char *text)
{
  buffer_putc(out, '\'');
  for (; *text; text++)
    if (*text == '\'')
      buffer_puts(out, "'\\''");
    else
      buffer_putc(out, *text);
  buffer_puts(out, "'\n");
}

static void write_names(struct buffer *out, const char *const *names,
                        size_t count)
{
  size_t at;

  for (at = 0; at < count; at++)
    buffer_printf(out, " %s", names[at]);
}

int environment_export(const struct environment *environment,
                       struct buffer *out)
{
  struct variables variables = { .names = { "" } };
  size_t at;

  fill(environment, &variables);
  buffer_puts(out, "unset");
  write_names(out, cleared, sizeof cleared / sizeof *cleared);
  if (environment->certificate)
    write_names(out, cleared_with_tls,
                sizeof cleared_with_tls / sizeof *cleared_with_tls);
  /* The endpoints of services that nobody knows yet. */
  buffer_puts(out, " $(env | sed -n 's/^\\(NSCALE_[A-Z0-9_]*"
                   "_SERVICE_API_ENDPOINT\\)=.*/\\1/p')\n");
  for (at = 0; at < SET; at++) {
    if (!variables.set[at].value)
      continue;
    buffer_printf(out, "export %s=", variables.set[at].name);
    quote(out, variables.set[at].value);
  }
  return out->failed ? -1 : 0;
}

/* True when the entry "NAME=value" is of that name. */
static int is_entry(const char *entry, const char *name)
{
  size_t length = strlen(name);

  return strncmp(entry, name, length) == 0 && entry[length] == '=';
}

static int is_one_of(const char *entry, const char *const *names, size_t count)
{
  size_t at;

  for (at = 0; at < count; at++)
    if (is_entry(entry, names[at]))
      return 1;
  return 0;
}

/* True when the entry is where some service answers. */
static int is_endpoint(const char *entry)
{
  static const char first[] = "NSCALE_", last[] = "_SERVICE_API_ENDPOINT";
  size_t length = strcspn(entry, "=");

  return length >= sizeof first + sizeof last - 2 &&
         strncmp(entry, first, sizeof first - 1) == 0 &&
         strncmp(entry + length + 1 - sizeof last, last, sizeof last - 1) == 0;
}

/* True when the entry must not reach the child as it is. */
static int in_the_way(const char *entry, const struct variable set[SET])
{
  size_t at;

  for (at = 0; at < SET; at++)
    if (set[at].value && is_entry(entry, set[at].name))
      return 1;
  return is_endpoint(entry) ||
         is_one_of(entry, cleared, sizeof cleared / sizeof *cleared) ||
         (set[CERTIFICATE].value &&
          is_one_of(entry, cleared_with_tls,
                    sizeof cleared_with_tls / sizeof *cleared_with_tls));
}

static int add(char **list, size_t *count, const char *name, const char *value)
{
  struct buffer entry = { 0 };

  buffer_printf(&entry, "%s=%s", name, value);
  list[*count] = buffer_take(&entry);
  return list[*count] ? (++*count, 0) : -1;
}

/* The loopback address is exempt from a proxy that is set; libcurl and
 * others would ask it for 127.0.0.1 as well. */
static int add_exemptions(char **list, size_t *count)
{
  static const char *const proxies[] = { "http_proxy",  "HTTP_PROXY",
                                         "https_proxy", "HTTPS_PROXY",
                                         "all_proxy",   "ALL_PROXY" };
  static const char *const names[EXEMPTIONS] = { "no_proxy", "NO_PROXY" };
  size_t at;
  int any = 0;

  for (at = 0; at < sizeof proxies / sizeof proxies[0]; at++)
    any |= getenv(proxies[at]) != NULL;
  for (at = 0; any && at < EXEMPTIONS; at++) {
    const char *old = getenv(names[at]);
    struct buffer value CLEANUP_BUFFER = { 0 };

    buffer_printf(&value, "%s%s127.0.0.1,localhost", old ? old : "",
                  old && *old ? "," : "");
    if (value.failed || add(list, count, names[at], value.data) < 0)
      return -1;
  }
  return 0;
}

/* Copies an entry unless one of that name is there already. */
static int add_old(char **list, size_t *count, const char *entry)
{
  size_t at, length = strcspn(entry, "=");

  for (at = 0; at < *count && at < SET + EXEMPTIONS; at++)
    if (strncmp(list[at], entry, length) == 0 && list[at][length] == '=')
      return 0;
  list[*count] = strdup(entry);
  return list[*count] ? (++*count, 0) : -1;
}

char **environment_list(const struct environment *environment)
{
  struct variables variables = { .names = { "" } };
  const struct variable *set = variables.set;
  size_t count = 0, old = 0, at;
  char **list;

  while (environ && environ[old])
    old++;
  list = calloc(old + SET + EXEMPTIONS + 1, sizeof *list);
  if (!list)
    return NULL;
  fill(environment, &variables);
  for (at = 0; at < SET; at++)
    if (set[at].value && add(list, &count, set[at].name, set[at].value) < 0)
      goto failed;
  if (add_exemptions(list, &count) < 0)
    goto failed;
  for (at = 0; at < old; at++)
    if (!in_the_way(environ[at], set) &&
        add_old(list, &count, environ[at]) < 0)
      goto failed;
  return list;
failed:
  environment_free(list);
  return NULL;
}

void environment_free(char **list)
{
  size_t at;

  for (at = 0; list && list[at]; at++)
    free(list[at]);
  free(list);
}
