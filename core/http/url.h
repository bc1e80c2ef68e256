/* url.h - addresses: checked and built.
 *
 * What a user or a plugin puts into a path or a query is data: every byte
 * that RFC 3986 does not call unreserved is percent-encoded, and a segment of
 * one or two dots as well, so that no id can lead to another resource.
 *
 * libcurl can take addresses apart as well, but it is not there when these
 * are looked at: a preview (--dry-run) and a usage error must not load its
 * thirty libraries, which costs more than all else that such a command does.
 * What a server's Location means is asked of libcurl, which is there by then
 * (core/transport/redirect.h).
 */
#ifndef URL_H
#define URL_H

#include <stddef.h>

#include "core/base/buffer.h"

struct error;

struct url_parameter {
  const char *name;
  const char *value; /* NULL for a name alone */
};

/* Checks a base address: absolute, http or https, with a host, without user
 * name, query and fragment; https unless the host is loopback (localhost,
 * 127.0.0.0/8, [::1]), since the service token goes there.  `variable` is
 * what it came from, for the message.  Returns 0, or -1 with an EXIT_USAGE
 * error and hint; user name and password are never echoed. */
int url_check_base(const char *base, const char *variable,
                   struct error *error);

struct url_parts {
  const char *base; /* checked; slashes at its end do not count */
  const char *const *segments;
  size_t segment_count;
  const struct url_parameter *parameters;
  size_t parameter_count;
};

/* Appends base, segments and query to `url`.  Returns 0, or -1 with EXIT_USAGE
 * for an empty segment, which would name the whole collection, or EXIT_FAILED
 * where memory or the buffer's limit do not suffice. */
int url_build(struct buffer *url, const struct url_parts *parts,
              struct error *error);

/* Whether the host of an absolute address is this machine: localhost,
 * 127.0.0.0/8, [::1].  0 as well where it cannot be understood. */
int url_is_loopback(const char *url);

#endif
