/* main.c - nscale-sandbox: a local stand-in of the API. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "certificate.h"
#include "clock.h"
#include "command.h"
#include "environment.h"
#include "faults.h"
#include "file.h"
#include "journal.h"
#include "options.h"
#include "server.h"
#include "stopping.h"

/* One running sandbox; what sandbox_end releases. */
struct sandbox {
  struct options options;
  sigset_t mask; /* the signals that were blocked before */
  struct state state;
  struct certificate certificate;
  struct MHD_Daemon *daemon;
  uint16_t port;
  char url[64];
  char *token;            /* the person's */
  char *folder;           /* a private one for the certificate, or NULL */
  char *certificate_file; /* what clients are told to trust, or NULL */
};

static int complain(const char *what, const char *why)
{
  (void)fprintf(stderr, "nscale-sandbox: %s: %s\n", what, why);
  return -1;
}

/* Where the certificate goes: where it was asked for, or to a file in a
 * private folder for the command's sake.  Returns 0, or -1 after telling. */
static int place_certificate(struct sandbox *sandbox)
{
  const char *parent = getenv("TMPDIR");
  struct buffer path = { 0 };

  if (sandbox->options.certificate_out) {
    sandbox->certificate_file =
        file_absolute(sandbox->options.certificate_out);
  } else if (sandbox->options.command) {
    buffer_printf(&path, "%s/nscale-sandbox.XXXXXX",
                  parent && *parent ? parent : "/tmp");
    sandbox->folder = buffer_take(&path);
    if (!sandbox->folder || !mkdtemp(sandbox->folder)) {
      free(sandbox->folder);
      sandbox->folder = NULL;
      return complain("cannot make a folder", strerror(errno));
    }
    buffer_printf(&path, "%s/certificate.pem", sandbox->folder);
    sandbox->certificate_file = buffer_take(&path);
  } else {
    return 0;
  }
  if (!sandbox->certificate_file)
    return complain("cannot place the certificate", strerror(errno));
  if (file_replace(sandbox->certificate_file, sandbox->certificate.pem) < 0)
    return complain(sandbox->certificate_file, strerror(errno));
  return 0;
}

static int set_up_tls(struct sandbox *sandbox)
{
  const struct options *options = &sandbox->options;
  const char *problem = "";

  if (!options->tls)
    return 0;
  if (options->certificate) {
    if (certificate_load(&sandbox->certificate, options->certificate,
                         options->key, &problem) < 0)
      return complain(problem, strerror(errno));
  } else if (certificate_make(&sandbox->certificate, options->certificate_host,
                              options->certificate_expired, &problem) < 0) {
    return complain("cannot make a certificate", problem);
  }
  return place_certificate(sandbox);
}

/* Always by address: no resolver has a say, and a certificate that is for
 * another host alone is the wrong one. */
static void name_url(struct sandbox *sandbox)
{
  (void)snprintf(sandbox->url, sizeof sandbox->url, "%s://127.0.0.1:%" PRIu16,
                 sandbox->options.tls ? "https" : "http", sandbox->port);
}

static struct environment describe(const struct sandbox *sandbox)
{
  return (struct environment){
    .url = sandbox->url,
    .organization = sandbox->state.organizations[0].id,
    .token = sandbox->token,
    .certificate = sandbox->certificate_file,
  };
}

/* Writes the files that say where the sandbox is.  The port's comes last:
 * whoever waits for it finds the others. */
static int announce(const struct sandbox *sandbox)
{
  const struct options *options = &sandbox->options;
  const struct environment environment = describe(sandbox);
  struct buffer lines CLEANUP_BUFFER = { 0 };
  char port[16];

  if (options->env_file) {
    if (environment_export(&environment, &lines) < 0)
      return complain("cannot start", strerror(ENOMEM));
    if (file_replace(options->env_file, lines.data) < 0)
      return complain(options->env_file, strerror(errno));
  }
  (void)snprintf(port, sizeof port, "%" PRIu16 "\n", sandbox->port);
  if (options->port_file && file_replace(options->port_file, port) < 0)
    return complain(options->port_file, strerror(errno));
  return 0;
}

/* Brings everything up until it listens.  Returns 0, or -1 after telling. */
static int sandbox_begin(struct sandbox *sandbox)
{
  const struct options *options = &sandbox->options;

  if (options->frozen)
    clock_freeze(options->now);
  token_choose_form(options->token_form);
  if (command_prepare(&sandbox->mask) < 0 || stopping_init() < 0)
    return complain("cannot start", strerror(errno));
  if (state_init(&sandbox->state, &options->manner) < 0)
    return complain("cannot start", strerror(ENOMEM));
  sandbox->token = state_person_token(&sandbox->state, token_chosen_form());
  if (!sandbox->token)
    return complain("cannot start", strerror(ENOMEM));
  if (set_up_tls(sandbox) < 0)
    return -1;
  sandbox->port = options->port;
  sandbox->daemon = server_start(&sandbox->state, &sandbox->port,
                                 options->tls ? &sandbox->certificate : NULL);
  if (!sandbox->daemon)
    return complain("cannot listen", errno ? strerror(errno)
                                           : "the certificate or the key "
                                             "is not usable");
  name_url(sandbox);
  return announce(sandbox);
}

/* Runs until the command ends, or without one until a signal comes. */
static int sandbox_run(const struct sandbox *sandbox)
{
  const struct environment environment = describe(sandbox);
  char **list;
  int status;

  if (!sandbox->options.command) {
    if (printf("nscale-sandbox: listening on %s\n", sandbox->url) < 0 ||
        fflush(stdout) == EOF) {
      (void)complain("standard output", strerror(errno));
      return 1;
    }
    command_wait();
    return 0;
  }
  list = environment_list(&environment);
  if (!list) {
    (void)complain("cannot start", strerror(ENOMEM));
    return 1;
  }
  status = command_run(sandbox->options.command, list, &sandbox->mask);
  environment_free(list);
  return status;
}

static void sandbox_end(struct sandbox *sandbox)
{
  if (sandbox->daemon)
    server_stop(sandbox->daemon);
  faults_disarm();
  journal_free();
  if (sandbox->folder) {
    if (sandbox->certificate_file)
      (void)unlink(sandbox->certificate_file);
    (void)rmdir(sandbox->folder);
  }
  free(sandbox->folder);
  free(sandbox->certificate_file);
  free(sandbox->token);
  certificate_free(&sandbox->certificate);
  state_free(&sandbox->state);
}

int main(int argc, char **argv)
{
  static struct sandbox sandbox;
  int status = options_read(argc, argv, &sandbox.options);

  if (status >= 0)
    return status;
  status = sandbox_begin(&sandbox) < 0 ? 1 : sandbox_run(&sandbox);
  sandbox_end(&sandbox);
  return status;
}
