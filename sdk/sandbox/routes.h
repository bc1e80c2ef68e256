/* routes.h - what can be asked for, and the parts of its path. */
#ifndef SANDBOX_ROUTES_H
#define SANDBOX_ROUTES_H

struct kind;      /* things.h */
struct operation; /* api.h */
struct reply;

/* Who may ask for a route. */
enum guard {
  ANYBODY,  /* also without a token */
  KNOWN,    /* whoever has a token; the answer has rules of its own */
  ENTITLED, /* whoever has the right */
  WRITER,   /* the same; the body is an account's document, read first */
};

/* One path: what its ids are; "" where it has none. */
enum { ROUTE_PART = 64 };
struct route_ids {
  char organization[ROUTE_PART];
  char region[ROUTE_PART];
  char thing[ROUTE_PART];
};

struct route {
  const char *method;
  const char *path;
  void (*answer)(const struct operation *operation);
  enum guard guard;
  const char *endpoint;    /* as the service's rights name it; NULL: the
                            * kind's, or none */
  const struct kind *kind; /* of the things that it is about, or NULL */
};

/* The route of a request, with the ids of its path.  NULL, with the error as
 * the reply, where there is none: a method that a path does not have is no
 * different from a path that is not there, and what is sent to a service that
 * is not served is 421. */
const struct route *route_find(const char *method, const char *path,
                               struct route_ids *ids, struct reply *reply);

#endif
