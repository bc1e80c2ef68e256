/* query.h - the parameters behind the "?" of a request. */
#ifndef SANDBOX_QUERY_H
#define SANDBOX_QUERY_H

/* True when the query (or NULL) has the parameter. */
int query_has(const char *query, const char *name);

/* True when the parameter, which may stand there several times, has this
 * value once, or is not there at all. */
int query_allows(const char *query, const char *name, const char *value);

/* Calls back with each value of the parameter, decoded, until one call
 * returns 0.  Returns what the last one returned; 1 without any. */
int query_each(const char *query, const char *name,
               int (*look)(void *context, const char *value), void *context);

#endif
