/* loopback.h - a command that runs beside a server of ours on loopback.
 *
 * Whatever goes wrong here ends the process with 99, since no test could go
 * on.  Servers of ours end by _exit alone, wherever they are: what a process
 * for one connection still holds is no leak, and a search for leaks would say
 * so on the stderr of the command.
 */
#ifndef LOOPBACK_H
#define LOOPBACK_H

#include <stddef.h>

/* A listening socket of 127.0.0.1, or with `six` of ::1, whose port goes to
 * this variable of the environment; ends with 77 where there is no ::1. */
int loopback_listen(int six, const char *variable);

/* A connection to a port of 127.0.0.1. */
int loopback_connect(const char *port);

/* Writes all of it.  Returns 0, or -1 where the other end is gone. */
int loopback_write(int fd, const char *bytes, size_t length);

/* Runs the command, and meanwhile `serve` for each connection, in a process of
 * its own.  Returns the command's exit status. */
int loopback_run(int listener, char **command,
                 void (*serve)(void *context, int client), void *context);

#endif
