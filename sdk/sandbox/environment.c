/* environment.c - what clients of this sandbox need to know. */
#include "environment.h"

#include <stdlib.h>
#include <string.h>

extern char **environ;

enum { SET = 5, EXEMPTIONS = 2 };

struct variable {
  const char *name;
  const char *value; /* NULL: not set */
};

static void variables(const struct environment *environment,
                      struct variable set[SET])
{
  set[0] = (struct variable){ "NSCALE_IDENTITY_SERVICE_API_ENDPOINT",
                              environment->url };
  set[1] =
      (struct variable){ "NSCALE_ORGANIZATION_ID", environment->organization };
  set[2] = (struct variable){ "NSCALE_SERVICE_TOKEN", environment->token };
  set[3] = (struct variable){ "SSL_CERT_FILE", environment->certificate };
  set[4] = (struct variable){ "NSCALE_SANDBOX_URL", environment->url };
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

int environment_export(const struct environment *environment,
                       struct buffer *out)
{
  struct variable set[SET];
  size_t at;

  variables(environment, set);
  for (at = 0; at < SET; at++) {
    if (!set[at].value)
      continue;
    buffer_printf(out, "export %s=", set[at].name);
    quote(out, set[at].value);
  }
  /* What in_the_way keeps from a child. */
  buffer_puts(
      out, "unset NSCALE_SERVICE_TOKEN_FILE NSCALE_SERVICE_TOKEN_COMMAND\n");
  if (environment->certificate)
    buffer_puts(out, "unset CURL_CA_BUNDLE SSL_CERT_DIR\n");
  return out->failed ? -1 : 0;
}

/* True when the entry "NAME=value" is of that name. */
static int is_entry(const char *entry, const char *name)
{
  size_t length = strlen(name);

  return strncmp(entry, name, length) == 0 && entry[length] == '=';
}

/* True when the entry must not reach the child as it is. */
static int in_the_way(const char *entry, const struct variable set[SET])
{
  size_t at;

  for (at = 0; at < SET; at++)
    if (set[at].value && is_entry(entry, set[at].name))
      return 1;
  if (is_entry(entry, "NSCALE_SERVICE_TOKEN_FILE") ||
      is_entry(entry, "NSCALE_SERVICE_TOKEN_COMMAND"))
    return 1;
  /* These would be asked before SSL_CERT_FILE, or beside it. */
  return set[3].value && (is_entry(entry, "CURL_CA_BUNDLE") ||
                          is_entry(entry, "SSL_CERT_DIR"));
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
  struct variable set[SET];
  size_t count = 0, old = 0, at;
  char **list;

  while (environ && environ[old])
    old++;
  list = calloc(old + SET + EXEMPTIONS + 1, sizeof *list);
  if (!list)
    return NULL;
  variables(environment, set);
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
