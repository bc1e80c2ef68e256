/* reason.h - what a reply that is no reply of the API's says of its cause.
 *
 * Gateways, proxies and portals answer in their own forms.  All that is found
 * is the server's text: escape it before people read it.
 */
#ifndef REASON_H
#define REASON_H

#include <stddef.h>

struct json_object;

#define REASON_SIZE 256 /* room for a reason and its NUL */

/* Writes the reason that a body gives, on one line and cut to its room.  Of
 * JSON (`json`, else NULL) that is the first text among error_description, of
 * the API; detail and title (RFC 9457); message, error.message and error, of
 * gateways, the last one only if it is more than one word.  Of a body of the
 * type text/plain it is the first line that is not blank.  "" where there is
 * none. */
void reason_read(char reason[REASON_SIZE], const char *type, const char *body,
                 size_t length, struct json_object *json);

/* Whether a body is a page for a browser: its type says so and it begins with
 * a tag, or it begins with one of HTML.  The first bytes are enough. */
int reason_is_page(const char *type, const char *body, size_t length);

/* Writes `a web page`, or with its title `a web page ("Sign in")`, in which
 * references as &amp; and &#39; are the characters that they stand for. */
void reason_page(char text[REASON_SIZE], const char *body, size_t length);

#endif
