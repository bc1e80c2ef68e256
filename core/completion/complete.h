/* complete.h - `nscale __complete WORD...`, which the scripts for bash, zsh
 * and fish call.
 *
 * The words are those of the command line behind "nscale", without quotes,
 * the last one being the one at the cursor as far as it is typed.  What it
 * can become goes to stdout (candidates.h).  Commands and topics come from
 * tables and manifests; verbs and flags open the one plugin; only what the
 * server knows (values.h) needs the network.
 *
 * Errors are silence: nobody asked for them.
 */
#ifndef COMPLETE_H
#define COMPLETE_H

#define COMPLETE_COMMAND "__complete"

void complete_run(int count, char **words);

#endif
