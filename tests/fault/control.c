/* control.c - what the sandbox knows, asked over its levers. */
#include "tests/fault/control.h"

#include <curl/curl.h>
#include <json-c/json.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buffer.h"

static CURL *easy;
static struct curl_slist *headers;

static size_t on_body(char *bytes, size_t size, size_t count, void *context)
{
  struct buffer *text = context;

  buffer_append(text, bytes, size * count);
  return text->failed ? 0 : size * count;
}

int control_open(void)
{
  const char *token = getenv("NSCALE_SERVICE_TOKEN");
  CLEANUP_BUFFER struct buffer line = { 0 };

  easy = curl_easy_init();
  if (!easy || !token || !getenv("NSCALE_SANDBOX_URL"))
    return -1;
  buffer_printf(&line, "Authorization: Bearer %s", token);
  headers = curl_slist_append(NULL, line.data);
  (void)curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
  (void)curl_easy_setopt(easy, CURLOPT_NOPROXY, "*");
  (void)curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
  if (getenv("SSL_CERT_FILE"))
    (void)curl_easy_setopt(easy, CURLOPT_CAINFO, getenv("SSL_CERT_FILE"));
  return 0;
}

/* Returns the body of a reply 200 to 299, to be freed, or NULL. */
static char *ask(const char *method, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static char *ask(const char *method, const char *format, ...)
{
  CLEANUP_BUFFER struct buffer url = { 0 };
  struct buffer body = { 0 };
  long status = 0;
  va_list list;

  buffer_puts(&url, getenv("NSCALE_SANDBOX_URL"));
  va_start(list, format);
  buffer_vprintf(&url, format, list);
  va_end(list);
  (void)curl_easy_setopt(easy, CURLOPT_URL, url.data);
  (void)curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, method);
  (void)curl_easy_setopt(easy, CURLOPT_WRITEDATA, &body);
  if (curl_easy_perform(easy) == CURLE_OK)
    (void)curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
  if (status / 100 == 2)
    return buffer_take(&body);
  buffer_free(&body);
  return NULL;
}

char *control_id(const char *name)
{
  static const char *const path[] = { "organizations", "acme",
                                      "serviceaccounts" };
  CLEANUP_FREE char *text = ask("GET", "/sandbox/fixtures");
  struct json_object *json = text ? json_tokener_parse(text) : NULL;
  struct json_object *at = json;
  char *id = NULL;

  for (size_t i = 0; i < sizeof path / sizeof path[0]; i++)
    if (!json_object_object_get_ex(at, path[i], &at))
      at = NULL;
  if (json_object_object_get_ex(at, name, &at))
    id = strdup(json_object_get_string(at));
  json_object_put(json);
  return id;
}

char *control_token(const char *id)
{
  char *token = ask("GET", "/sandbox/token/%s", id);

  if (token)
    token[strcspn(token, "\n")] = '\0';
  return token;
}

void control_delete(const char *id)
{
  free(ask("DELETE", "/api/v1/organizations/%s/serviceaccounts/%s",
           getenv("NSCALE_ORGANIZATION_ID"), id));
}
