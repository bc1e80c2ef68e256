/* mask.h - a new token is kept out of the log of GitHub Actions.
 *
 * The runner of GitHub Actions replaces in the log what it was told to with
 * the line `::add-mask::TEXT`, which it reads on both outputs of a step and
 * does not show.  A secret that was made in the job can be told in no other
 * way.  Outside of Actions such a line would be a leak, so it is written only
 * where GITHUB_ACTIONS is "true", to stderr, which carries no data, and not
 * where stderr is a file, which no runner reads.
 *
 * docs.github.com, Workflow commands for GitHub Actions.
 */
#ifndef MASK_H
#define MASK_H

#include <stddef.h>

/* Tells the runner, where there is one.  A failure is not told: the token is
 * delivered all the same. */
void mask_token(const char *token);

#endif
