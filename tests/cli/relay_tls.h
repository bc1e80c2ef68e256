/* relay_tls.h - TLS for the relay of tests. */
#ifndef TESTS_CLI_RELAY_TLS_H
#define TESTS_CLI_RELAY_TLS_H

/* Shakes hands as a server whose certificate and key are in the file, and
 * leaves a process behind that takes TLS off and puts it on.  Returns the
 * descriptor of what is in the clear; ends the process where there is none.
 */
int relay_unwrap(int client, const char *file);

#endif
