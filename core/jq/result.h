/* result.h - what tells the results of a filter apart, where people read them.
 *
 * A string is printed as its bytes and all else as JSON: once they are lines,
 * nobody can tell one from the other.  Where it matters, JSON begins with the
 * control that begins it in a sequence of JSON texts (RFC 7464, RS), and a
 * string, which is guarded (text.h), has no control.
 */
#ifndef RESULT_H
#define RESULT_H

#define RESULT_JSON '\x1e'

/* How a string begins where each result must begin with a mark; so marked it
 * leaves query.so, and no further. */
#define RESULT_STRING '\x1f'

#endif
