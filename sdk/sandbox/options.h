/* options.h - the sandbox's own command line. */
#ifndef SANDBOX_OPTIONS_H
#define SANDBOX_OPTIONS_H

#include <stddef.h>
#include <stdint.h>

#include "state.h"

struct options {
  uint16_t port;
  const char *port_file;
  int tls;
  const char *certificate;
  const char *key;
  const char *certificate_out;
  const char *certificate_host;
  int certificate_expired;
  struct manner manner;
  enum token_form token_form;
  int frozen;
  int64_t now;
  const char *env_file;
  char **command; /* NULL for none */
};

/* Reads the command line.  Returns -1 to go on, else the status to exit
 * with: 0 after --help and --version, 2 after a mistake, which was told. */
int options_read(int argc, char **argv, struct options *options);

#endif
