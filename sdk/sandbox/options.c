/* options.c - the sandbox's own command line. */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include "core/base/ascii.h"
#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"

#ifndef PACKAGE_VERSION
#define PACKAGE_VERSION "0.0.0"
#endif

static const char help[] =
    "Usage: nscale-sandbox [options] [-- COMMAND [ARG...]]\n"
    "\n"
    "A local stand-in of the API (identity, compute, region), for trying\n"
    "things out and for tests.  With COMMAND it runs COMMAND against it and\n"
    "exits with its status; without, it serves until it is interrupted.\n"
    "\n"
    "  --port N              listen on this port, not on one that is free\n"
    "  --port-file FILE      write the port to FILE once it is listening\n"
    "  --tls                 serve https with a certificate made on the spot\n"
    "  --certificate FILE    serve https with this certificate (PEM) ...\n"
    "  --key FILE            ... and this key\n"
    "  --certificate-out FILE\n"
    "                        write the certificate that clients must trust\n"
    "  --certificate-host NAME\n"
    "                        make the certificate for NAME alone\n"
    "  --certificate-expired make one that has expired\n"
    "  --accounts N          begin with N service accounts (3)\n"
    "  --deletion-lists N    show what was deleted in N more lists (0)\n"
    "  --any-status          send statuses that the API's description lacks,\n"
    "                        rather than to close the connection\n"
    "  --group-check         refuse groups that do not exist, and answer "
    "with\n"
    "                        those that hold, as a branch of the service "
    "does\n"
    "  --token-form FORM     issue tokens that are encrypted (jwe) or "
    "readable\n"
    "                        (jwt)\n"
    "  --lag DURATION        let reads see a write so much later, as in 2s\n"
    "  --token-linger DURATION\n"
    "                        let dead tokens work for so long, as in 1h\n"
    "  --now TIME            freeze the clock, as in 2026-06-01T12:00:00Z\n"
    "  --env-file FILE       write the environment for clients to FILE\n"
    "  --help                print this and exit\n"
    "  --version             print the version and exit\n";

enum choice {
  WANTS_PORT = 256,
  WANTS_PORT_FILE,
  WANTS_TLS,
  WANTS_CERTIFICATE,
  WANTS_KEY,
  WANTS_CERTIFICATE_OUT,
  WANTS_CERTIFICATE_HOST,
  WANTS_CERTIFICATE_EXPIRED,
  WANTS_ACCOUNTS,
  WANTS_DELETION_LISTS,
  WANTS_ANY_STATUS,
  WANTS_GROUP_CHECK,
  WANTS_TOKEN_FORM,
  WANTS_LAG,
  WANTS_TOKEN_LINGER,
  WANTS_NOW,
  WANTS_ENV_FILE,
  WANTS_HELP,
  WANTS_VERSION,
};

static const struct option choices[] = {
  { "port", required_argument, NULL, WANTS_PORT },
  { "port-file", required_argument, NULL, WANTS_PORT_FILE },
  { "tls", no_argument, NULL, WANTS_TLS },
  { "certificate", required_argument, NULL, WANTS_CERTIFICATE },
  { "key", required_argument, NULL, WANTS_KEY },
  { "certificate-out", required_argument, NULL, WANTS_CERTIFICATE_OUT },
  { "certificate-host", required_argument, NULL, WANTS_CERTIFICATE_HOST },
  { "certificate-expired", no_argument, NULL, WANTS_CERTIFICATE_EXPIRED },
  { "accounts", required_argument, NULL, WANTS_ACCOUNTS },
  { "deletion-lists", required_argument, NULL, WANTS_DELETION_LISTS },
  { "any-status", no_argument, NULL, WANTS_ANY_STATUS },
  { "group-check", no_argument, NULL, WANTS_GROUP_CHECK },
  { "token-form", required_argument, NULL, WANTS_TOKEN_FORM },
  { "lag", required_argument, NULL, WANTS_LAG },
  { "token-linger", required_argument, NULL, WANTS_TOKEN_LINGER },
  { "now", required_argument, NULL, WANTS_NOW },
  { "env-file", required_argument, NULL, WANTS_ENV_FILE },
  { "help", no_argument, NULL, WANTS_HELP },
  { "version", no_argument, NULL, WANTS_VERSION },
  { NULL, 0, NULL, 0 },
};

/* A whole number up to `most`.  Returns 0, or -1 after telling. */
static int read_number(const char *name, unsigned long most,
                       unsigned long *number)
{
  char *end;

  errno = 0;
  *number = strtoul(optarg, &end, 10);
  if (errno == 0 && ascii_is_digit(*optarg) && *end == '\0' && *number <= most)
    return 0;
  (void)fprintf(stderr, "nscale-sandbox: %s wants a number from 0 to %lu\n",
                name, most);
  return -1;
}

static int read_numeric(int choice, struct options *options)
{
  unsigned long number = 0;

  switch (choice) {
  case WANTS_PORT:
    if (read_number("--port", UINT16_MAX, &number) < 0)
      return -1;
    options->port = (uint16_t)number;
    return 0;
  case WANTS_ACCOUNTS:
    if (read_number("--accounts", 10000000, &number) < 0)
      return -1;
    options->manner.accounts = number;
    return 0;
  default:
    if (read_number("--deletion-lists", 1000000, &number) < 0)
      return -1;
    options->manner.deletion_lists = (unsigned int)number;
    return 0;
  }
}

static int read_now(struct options *options)
{
  options->frozen = 1;
  if (clock_parse(optarg, &options->now) == 0)
    return 0;
  (void)fprintf(stderr, "nscale-sandbox: --now wants a time such as "
                        "2026-06-01T12:00:00Z\n");
  return -1;
}

/* A number and its unit.  Returns 0, or -1 after telling. */
static int read_duration(const char *name, int64_t *milliseconds)
{
  static const struct {
    const char *name;
    int64_t factor;
  } units[] = {
    { "ms", 1 },      { "s", 1000 },     { "m", 60000 },
    { "h", 3600000 }, { "d", 86400000 },
  };
  char *end;
  unsigned long number = strtoul(optarg, &end, 10);
  size_t at;

  for (at = 0; at < sizeof units / sizeof units[0]; at++)
    if (ascii_is_digit(*optarg) && number <= 1000000 &&
        strcmp(end, units[at].name) == 0) {
      *milliseconds = (int64_t)number * units[at].factor;
      return 0;
    }
  (void)fprintf(stderr,
                "nscale-sandbox: %s wants a duration such as 500ms, 2s or "
                "1h\n",
                name);
  return -1;
}

static int read_token_form(struct options *options)
{
  options->token_form = token_form_named(optarg);
  if (options->token_form != TOKEN_UNKNOWN)
    return 0;
  (void)fprintf(stderr, "nscale-sandbox: --token-form wants jwe or jwt\n");
  return -1;
}

/* Reads one option.  Returns 0 or -1. */
static int read_option(int choice, struct options *options)
{
  switch (choice) {
  case WANTS_PORT_FILE:
    options->port_file = optarg;
    return 0;
  case WANTS_TLS:
    options->tls = 1;
    return 0;
  case WANTS_CERTIFICATE:
    options->certificate = optarg;
    return 0;
  case WANTS_KEY:
    options->key = optarg;
    return 0;
  case WANTS_CERTIFICATE_OUT:
    options->certificate_out = optarg;
    return 0;
  case WANTS_CERTIFICATE_HOST:
    options->certificate_host = optarg;
    return 0;
  case WANTS_CERTIFICATE_EXPIRED:
    options->certificate_expired = 1;
    return 0;
  case WANTS_ANY_STATUS:
    options->manner.any_status = 1;
    return 0;
  case WANTS_LAG:
    return read_duration("--lag", &options->manner.lag);
  case WANTS_TOKEN_LINGER:
    return read_duration("--token-linger", &options->manner.linger);
  case WANTS_GROUP_CHECK:
    options->manner.group_check = 1;
    return 0;
  case WANTS_NOW:
    return read_now(options);
  case WANTS_TOKEN_FORM:
    return read_token_form(options);
  case WANTS_ENV_FILE:
    options->env_file = optarg;
    return 0;
  case WANTS_PORT:
  case WANTS_ACCOUNTS:
  case WANTS_DELETION_LISTS:
    return read_numeric(choice, options);
  default:
    (void)fprintf(stderr, "Try 'nscale-sandbox --help'.\n");
    return -1;
  }
}

static int print_and_exit(const char *text)
{
  return fputs(text, stdout) < 0 || fflush(stdout) == EOF ? 1 : 0;
}

/* What does not go together.  Returns 0, or -1 after telling. */
static int check(struct options *options)
{
  int made = options->certificate_host || options->certificate_expired;
  const char *problem = NULL;

  if (!options->certificate != !options->key)
    problem = "--certificate and --key come together";
  else if (options->certificate && made)
    problem = "--certificate-host and --certificate-expired are for a "
              "certificate made on the spot, not for --certificate";
  if (problem) {
    (void)fprintf(stderr, "nscale-sandbox: %s\n", problem);
    return -1;
  }
  if (options->certificate || options->certificate_out || made)
    options->tls = 1;
  return 0;
}

int options_read(int argc, char **argv, struct options *options)
{
  int choice;

  *options = (struct options){ .manner = { .accounts = 3 } };
  /* The "+" leaves the command's own options alone. */
  while ((choice = getopt_long(argc, argv, "+", choices, NULL)) != -1) {
    if (choice == WANTS_HELP)
      return print_and_exit(help);
    if (choice == WANTS_VERSION)
      return print_and_exit("nscale-sandbox " PACKAGE_VERSION "\n");
    if (read_option(choice, options) < 0)
      return 2;
  }
  if (optind < argc)
    options->command = argv + optind;
  return check(options) < 0 ? 2 : -1;
}
