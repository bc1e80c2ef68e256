/* exit_status.h - what the process ends with.
 *
 * The list is part of the user's contract: a status keeps its number and its
 * kind for ever.  Each is one row, from which `nscale help exit-status`, the
 * manual page and the kinds of JSON errors are made.
 */
#ifndef EXIT_STATUS_H
#define EXIT_STATUS_H

/* Name, number, the `kind` of a JSON error (NULL: of no error), and what it
 * means, for help. */
#define EXIT_STATUSES(ROW)                                                    \
  ROW(EXIT_DONE, 0, NULL, "Done.")                                            \
  ROW(EXIT_FAILED, 1, "failed",                                               \
      "Failed, or declined at the question. Also: interrupted between "       \
      "two of several changes; standard error says which were made.")         \
  ROW(EXIT_USAGE, 2, "usage",                                                 \
      "Wrong usage, a bad document or filter, or a missing --yes: "           \
      "nothing was sent. With --all also: --deliver-check refused some.")     \
  ROW(EXIT_NOT_FOUND, 3, "not_found", "Not found.")                           \
  ROW(EXIT_AUTH, 4, "auth", "No token, or it was refused (HTTP 401, 403).")   \
  ROW(EXIT_CONFLICT, 5, "conflict", "Conflict.")                              \
  ROW(EXIT_RATE_LIMITED, 6, "rate_limited", "Rate-limited.")                  \
  ROW(EXIT_NETWORK, 7, "network",                                             \
      "Network, TLS or timeout: nothing was applied.")                        \
  ROW(EXIT_UNKNOWN, 8, "unknown_outcome",                                     \
      "A change was sent and its outcome is unknown, or nscale did not "      \
      "see its end.")                                                         \
  ROW(EXIT_UNDELIVERED, 9, "undelivered",                                     \
      "A change was made, but its result could not be delivered (a full "     \
      "disk, a reader that went away). It was saved: see standard error.")    \
  ROW(EXIT_PLUGIN, 10, "plugin",                                              \
      "A plugin is missing, broken or incompatible. An unknown command "      \
      "counts as a missing plugin.")                                          \
  ROW(EXIT_INTERRUPTED, 130, "interrupted",                                   \
      "Interrupted before anything was sent.")

enum exit_status {
#define EXIT_STATUS_NAME(name, number, kind, meaning) name = (number),
  EXIT_STATUSES(EXIT_STATUS_NAME)
#undef EXIT_STATUS_NAME
};

struct exit_status_row {
  enum exit_status status;
  const char *number; /* in digits */
  const char *kind;   /* or NULL */
  const char *meaning;
};

/* All of them in their order; the last one's meaning is NULL. */
extern const struct exit_status_row exit_statuses[];

/* The `kind` that the JSON form of an error carries for an exit status:
 * "usage", "not_found", ...  "failed" for what has none.  A static text. */
const char *exit_status_kind(enum exit_status exit_status);

#endif
