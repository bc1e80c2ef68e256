/* headers.c - the header lines of one request. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/transport/internal.h"

void header_list_free(struct header_list *list)
{
  if (list->authorization)
    forget(list->authorization, list->authorization_size);
  free(list->authorization);
  free(list->nodes);
}

static void add_header(struct header_list *list, char *line)
{
  struct curl_slist *node = &list->nodes[list->count];

  *node = (struct curl_slist){ .data = line, .next = NULL };
  if (list->count++ > 0)
    node[-1].next = node;
}

static int is_named(const char *line, const char *name)
{
  size_t length = strlen(name);

  return strncasecmp(line, name, length) == 0 && line[length] == ':';
}

/* A line break in a header would be a second header. */
static int is_header_sound(const char *line)
{
  if (*line == ':' || !strchr(line, ':') || is_named(line, "Authorization"))
    return 0;
  for (; *line != '\0'; line++)
    if (((unsigned char)*line < 0x20 && *line != '\t') || *line == 0x7f)
      return 0;
  return 1;
}

static int is_token_sound(const char *token)
{
  for (; *token != '\0'; token++)
    if ((unsigned char)*token <= 0x20 || (unsigned char)*token >= 0x7f)
      return 0;
  return 1;
}

int header_list_fill(struct transfer *transfer, struct header_list *list)
{
  /* libcurl's own: it waits up to a second for leave to send the body, and
   * calls every body a form. */
  static char no_expect[] = "Expect:";
  static char no_type[] = "Content-Type:";
  const struct transport_request *request = transfer->request;
  const char *const *lines = request->headers;
  size_t count = 0;
  int has_type = 0;

  while (lines && lines[count]) {
    if (!is_header_sound(lines[count])) {
      say(transfer->reply, "a header of the request is not allowed");
      transfer->reply->permanent = 1;
      return -1;
    }
    has_type = has_type || is_named(lines[count], "Content-Type");
    count++;
  }
  list->nodes = calloc(count + 3, sizeof *list->nodes);
  if (!list->nodes)
    goto no_memory;
  for (size_t i = 0; i < count; i++)
    add_header(list, (char *)(uintptr_t)lines[i]); /* libcurl only reads */
  add_header(list, no_expect);
  if (!has_type)
    add_header(list, no_type);
  if (!request->token)
    return 0;
  if (!is_token_sound(request->token)) {
    say(transfer->reply,
        "the service token has a byte that a header must not have");
    transfer->reply->permanent = 1;
    return -1;
  }
  list->authorization_size =
      strlen(request->token) + sizeof "Authorization: Bearer ";
  list->authorization = calloc(1, list->authorization_size);
  if (!list->authorization) {
    list->authorization_size = 0;
    goto no_memory;
  }
  (void)snprintf(list->authorization, list->authorization_size,
                 "Authorization: Bearer %s", request->token);
  add_header(list, list->authorization);
  return 0;

no_memory:
  transfer->reply->permanent = 1;
  say(transfer->reply, "out of memory");
  return -1;
}
