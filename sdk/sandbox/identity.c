/* identity.c - what the service says of itself and of the token at hand. */
#include "identity.h"

#include "json.h"

void identity_configuration(const struct operation *operation)
{
  static const struct {
    const char *name, *path;
  } places[] = {
    { "issuer", "" },
    { "authorization_endpoint", "/oauth2/v2/authorization" },
    { "token_endpoint", "/oauth2/v2/token" },
    { "userinfo_endpoint", "/oauth2/v2/userinfo" },
    { "jwks_uri", "/oauth2/v2/jwks" },
  };
  const char *host = operation->request->host;
  struct buffer out = { 0 };
  size_t at;

  buffer_putc(&out, '{');
  for (at = 0; at < sizeof places / sizeof places[0]; at++) {
    struct buffer url CLEANUP_BUFFER = { 0 };

    /* As seen from outside, where a gateway speaks TLS. */
    buffer_printf(&url, "https://%s%s", host ? host : "", places[at].path);
    json_member(&out, places[at].name, url.data);
  }
  buffer_putc(&out, '}');
  reply_json(operation->reply, 200, &out);
}

/* The organizations of the caller, each by a function of its own. */
static void write_organizations(
    const struct operation *operation, struct buffer *out,
    void (*write)(const struct operation *operation,
                  const struct organization *organization, struct buffer *out))
{
  int first = 1;
  size_t at;

  for (at = 0; at < STATE_ORGANIZATIONS; at++) {
    const struct organization *organization =
        &operation->state->organizations[at];

    if (!caller_belongs(&operation->caller, organization))
      continue;
    if (!first)
      buffer_putc(out, ',');
    first = 0;
    write(operation, organization, out);
  }
}

static void write_id(const struct operation *operation,
                     const struct organization *organization,
                     struct buffer *out)
{
  (void)operation;
  json_quote(out, organization->id);
}

void identity_userinfo(const struct operation *operation)
{
  const struct caller *caller = &operation->caller;
  struct buffer out = { 0 };

  buffer_putc(&out, '{');
  json_member(&out, "sub", caller->subject);
  buffer_puts(&out, ",\"https://unikorn-cloud.org/authz\":{");
  json_member(&out, "acctype", caller->home ? "service" : "user");
  buffer_puts(&out, ",\"orgIds\":[");
  write_organizations(operation, &out, write_id);
  buffer_puts(&out, "]}}");
  reply_json(operation->reply, 200, &out);
}

/* The rights in one organization: all, or what anybody has. */
static void write_rights(const struct operation *operation,
                         const struct organization *organization,
                         struct buffer *out)
{
  static const char all[] = "[\"create\",\"read\",\"update\",\"delete\"]";
  static const struct {
    const char *endpoint, *operations;
  } rights[] = {
    { "identity:groups", all },
    { "identity:organizations", "[\"read\",\"update\"]" },
    { "identity:projects", all },
    { "identity:roles", all },
    { "identity:serviceaccounts", all },
    { "identity:users", all },
  };
  size_t at;

  buffer_putc(out, '{');
  json_member(out, "id", organization->id);
  buffer_puts(out, ",\"endpoints\":[");
  if (caller_may(operation->state, &operation->caller, organization))
    for (at = 0; at < sizeof rights / sizeof rights[0]; at++) {
      buffer_puts(out, at ? ",{" : "{");
      json_member(out, "name", rights[at].endpoint);
      buffer_printf(out, ",\"operations\":%s}", rights[at].operations);
    }
  buffer_puts(out, "]}");
}

void identity_acl(const struct operation *operation)
{
  struct buffer out = { 0 };

  buffer_putc(&out, '{');
  if (operation->organization &&
      caller_belongs(&operation->caller, operation->organization)) {
    buffer_puts(&out, "\"organization\":");
    write_rights(operation, operation->organization, &out);
    buffer_putc(&out, ',');
  }
  buffer_puts(&out, "\"organizations\":[");
  write_organizations(operation, &out, write_rights);
  buffer_puts(&out, "]}");
  reply_json(operation->reply, 200, &out);
}
