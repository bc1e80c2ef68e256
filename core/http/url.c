/* url.c - addresses: checked and built. */
#include "core/http/url.h"

#include <string.h>
#include <strings.h>

#include "core/base/ascii.h"
#include "core/base/error.h"

/* A run of bytes within an address. */
struct part {
  const char *bytes;
  size_t length;
};

struct address {
  int secure; /* https */
  int has_user;
  struct part host; /* with the brackets of an IPv6 address */
  long port;        /* the effective one */
  const char *rest; /* from the path on, never NULL */
};

static int is_unreserved(char byte)
{
  return ascii_is_word(byte) || byte == '-' || byte == '.' || byte == '~';
}

/* Spaces, controls and bytes beyond ASCII have no place in an address, and
 * a backslash is a slash to some. */
static int has_odd_bytes(const char *text)
{
  for (; *text != '\0'; text++)
    if ((unsigned char)*text <= 0x20 || (unsigned char)*text >= 0x7f ||
        *text == '\\')
      return 1;
  return 0;
}

/* The digits after the host's colon.  Returns -1 for what is not a port. */
static long read_port(struct part text)
{
  long port = 0;

  for (size_t i = 0; i < text.length; i++) {
    if (!ascii_is_digit(text.bytes[i]))
      return -1;
    port = port * 10 + (text.bytes[i] - '0');
    if (port > 65535)
      return -1;
  }
  return text.length > 0 && port > 0 ? port : -1;
}

/* Where the host ends within host and port, or NULL for a bracket that is
 * not closed. */
static const char *host_end(struct part text)
{
  const char *end = text.bytes + text.length;
  const char *at = text.bytes;

  if (text.length > 0 && *at == '[') {
    at = memchr(at, ']', text.length);
    return at ? at + 1 : NULL;
  }
  while (at < end && *at != ':')
    at++;
  return at;
}

/* Takes an absolute http or https address apart.  Returns 0 or -1. */
static int take_apart(const char *text, struct address *address)
{
  struct part authority;
  const char *at;
  const char *end;

  *address = (struct address){ .secure = 0 };
  if (strncasecmp(text, "https://", 8) == 0) {
    address->secure = 1;
    text += 8;
  } else if (strncasecmp(text, "http://", 7) == 0) {
    text += 7;
  } else {
    return -1;
  }
  authority = (struct part){ .bytes = text, .length = strcspn(text, "/?#") };
  address->rest = text + authority.length;
  for (size_t i = authority.length; i > 0; i--) {
    if (text[i - 1] == '@') {
      address->has_user = 1;
      authority.bytes += i;
      authority.length -= i;
      break;
    }
  }
  end = authority.bytes + authority.length;
  at = host_end(authority);
  if (!at || (at < end && *at != ':'))
    return -1;
  address->host.bytes = authority.bytes;
  address->host.length = (size_t)(at - authority.bytes);
  address->port = address->secure ? 443 : 80;
  if (at + 1 < end)
    address->port = read_port(
        (struct part){ .bytes = at + 1, .length = (size_t)(end - at - 1) });
  return address->port > 0 ? 0 : -1;
}

/* Four numbers of at most three digits, the first of them 127. */
static int is_loopback_v4(struct part host)
{
  size_t at = 0;

  for (int group = 0; group < 4; group++) {
    int number = 0;
    int digits = 0;

    if (group > 0 && (at >= host.length || host.bytes[at++] != '.'))
      return 0;
    while (at < host.length && ascii_is_digit(host.bytes[at]) && digits < 3) {
      number = number * 10 + (host.bytes[at++] - '0');
      digits++;
    }
    if (digits == 0 || number > 255 || (group == 0 && number != 127))
      return 0;
  }
  return at == host.length;
}

static int is_loopback(struct part host)
{
  return (host.length == 9 && strncasecmp(host.bytes, "localhost", 9) == 0) ||
         (host.length == 5 && memcmp(host.bytes, "[::1]", 5) == 0) ||
         is_loopback_v4(host);
}

/* What is wrong with a base address, or NULL. */
static const char *find_fault(const char *base, struct address *address)
{
  if (*base == '\0')
    return "is empty";
  if (has_odd_bytes(base))
    return "has a space, a backslash, or a byte that is not an ASCII letter, "
           "digit or sign";
  if (take_apart(base, address) != 0)
    return "is not an absolute http or https URL";
  if (address->has_user)
    return "holds a user name";
  if (address->host.length == 0)
    return "has no host";
  if (strpbrk(address->rest, "?#"))
    return "has a query or a fragment";
  if (!address->secure && !is_loopback(address->host))
    return "is not https, and the service token goes there";
  return NULL;
}

int url_check_base(const char *base, const char *variable, struct error *error)
{
  struct address address = { .has_user = 0 };
  const char *fault = find_fault(base, &address);

  if (!fault)
    return 0;
  /* Something before an @ may be a password, wherever it stands. */
  if (*base == '\0' || strchr(base, '@'))
    error_set(error, EXIT_USAGE, "%s %s", variable, fault);
  else
    error_set(error, EXIT_USAGE, "%s %s: %s", variable, fault, base);
  return error_hint(error,
                    "set %s to a URL such as https://HOST; http is "
                    "for localhost alone",
                    variable);
}

/* Appends one segment or query part, percent-encoded, without a slash. */
static void append_encoded(struct buffer *url, const char *text)
{
  static const char digits[] = "0123456789ABCDEF";
  int is_dots = strcmp(text, ".") == 0 || strcmp(text, "..") == 0;

  for (; *text != '\0'; text++) {
    unsigned char byte = (unsigned char)*text;

    if (is_unreserved(*text) && !is_dots) {
      buffer_putc(url, *text);
    } else {
      buffer_putc(url, '%');
      buffer_putc(url, digits[byte >> 4]);
      buffer_putc(url, digits[byte & 15]);
    }
  }
}

int url_build(struct buffer *url, const struct url_parts *parts,
              struct error *error)
{
  size_t length = strlen(parts->base);

  while (length > 0 && parts->base[length - 1] == '/')
    length--;
  buffer_append(url, parts->base, length);
  for (size_t i = 0; i < parts->segment_count; i++) {
    if (!parts->segments[i][0])
      return error_set(error, EXIT_USAGE, "a part of the address is empty");
    buffer_putc(url, '/');
    append_encoded(url, parts->segments[i]);
  }
  for (size_t i = 0; i < parts->parameter_count; i++) {
    const struct url_parameter *parameter = &parts->parameters[i];

    buffer_putc(url, i ? '&' : '?');
    append_encoded(url, parameter->name);
    if (parameter->value) {
      buffer_putc(url, '=');
      append_encoded(url, parameter->value);
    }
  }
  return url->failed ? error_memory(error) : 0;
}

int url_is_loopback(const char *url)
{
  struct address address;

  return take_apart(url, &address) == 0 && is_loopback(address.host);
}
