/* test-trust.c - core/transport over TLS: whose certificates are believed.
 *
 * Certificates and server are openssl's; without that program there is
 * nothing to do.
 */
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/error.h"
#include "core/base/module.h"
#include "core/transport/transport.h"
#include "tests/unit/unit.h"

extern char **environ;

static struct module transport_module = TRANSPORT_MODULE;
static const struct transport_module *module;
static const char *folder;
static pid_t server;
static char url[64];     /* of the server, by address */
static char by_name[64]; /* by a name that the certificate does not have */

#define ARGUMENTS_MAX 24

/* Starts openssl with the arguments, up to NULL; its stdout is `output`, or
 * dropped where that is negative.  0 where there is no such program. */
static pid_t spawn(int output, const char *const *list)
{
  char *arguments[ARGUMENTS_MAX] = { NULL };
  posix_spawn_file_actions_t actions;
  static char name[] = "openssl";
  pid_t pid = 0;
  size_t count = 0;

  arguments[count++] = name;
  while (*list != NULL && count < ARGUMENTS_MAX - 1)
    arguments[count++] = (char *)(uintptr_t)*list++;
  (void)posix_spawn_file_actions_init(&actions);
  (void)posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY,
                                         0);
  (void)posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY,
                                         0);
  if (output >= 0)
    (void)posix_spawn_file_actions_adddup2(&actions, output, 1);
  else
    (void)posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY,
                                           0);
  if (posix_spawnp(&pid, name, &actions, NULL, arguments, environ) != 0)
    pid = 0;
  (void)posix_spawn_file_actions_destroy(&actions);
  return pid;
}

/* Whether openssl ran and was content. */
static int openssl(const char *const *list)
{
  pid_t pid = spawn(-1, list);
  int status = -1;

  return pid > 0 && waitpid(pid, &status, 0) == pid && status == 0;
}

/* A certificate that signed itself, for 127.0.0.1, in NAME.pem. */
static int make_certificate(const char *name)
{
  char key[32];
  char file[32];
  const char *const list[] = { "req",
                               "-x509",
                               "-newkey",
                               "ec",
                               "-pkeyopt",
                               "ec_paramgen_curve:P-256",
                               "-nodes",
                               "-days",
                               "2",
                               "-subj",
                               "/CN=test",
                               "-addext",
                               "subjectAltName=IP:127.0.0.1",
                               "-keyout",
                               key,
                               "-out",
                               file,
                               NULL };

  (void)snprintf(key, sizeof key, "%s.key", name);
  (void)snprintf(file, sizeof file, "%s.pem", name);
  return openssl(list);
}

/* One that has expired, from the request for the other. */
static int make_expired(void)
{
  static const char *const list[] = { "x509",     "-in",      "good.pem",
                                      "-signkey", "good.key", "-days",
                                      "-1",       "-out",     "old.pem",
                                      NULL };

  return openssl(list);
}

/* Serves the certificate; the port is the kernel's choice. */
static int serve(const char *certificate)
{
  const char *const list[] = { "s_server", "-accept",   "127.0.0.1:0",
                               "-cert",    certificate, "-key",
                               "good.key", "-www",      NULL };
  char line[256] = "";
  int ends[2];
  FILE *output;
  const char *port = NULL;

  ck_assert_int_eq(pipe(ends), 0);
  ck_assert_int_eq(fcntl(ends[0], F_SETFD, FD_CLOEXEC), 0);
  server = spawn(ends[1], list);
  (void)close(ends[1]);
  output = fdopen(ends[0], "r");
  ck_assert_ptr_nonnull(output);
  while (port == NULL && fgets(line, sizeof line, output) != NULL)
    if (strncmp(line, "ACCEPT", 6) == 0)
      port = strrchr(line, ':');
  (void)fclose(output);
  if (port == NULL)
    return 0;
  (void)snprintf(url, sizeof url, "https://127.0.0.1:%ld/",
                 strtol(port + 1, NULL, 10));
  (void)snprintf(by_name, sizeof by_name, "https://localhost:%ld/",
                 strtol(port + 1, NULL, 10));
  return 1;
}

static void end_server(void)
{
  if (server <= 0)
    return;
  (void)kill(server, SIGTERM);
  (void)waitpid(server, NULL, 0);
  server = 0;
}

static void set_up(void)
{
  struct error error CLEANUP_ERROR = { .message = NULL };

  module = module_open(&transport_module, &error);
  ck_assert_msg(module != NULL, "%s", error.message);
  folder = unit_folder();
  ck_assert_int_eq(chdir(folder), 0);
}

/* All of it: rehash made links whose names are its own affair. */
static void tear_down(void)
{
  DIR *stream = opendir(".");
  const struct dirent *entry;

  end_server();
  ck_assert_ptr_nonnull(stream);
  while ((entry = readdir(stream)) != NULL)
    if (entry->d_name[0] != '.')
      (void)unlink(entry->d_name);
  (void)closedir(stream);
  ck_assert_int_eq(chdir("/"), 0);
  (void)rmdir(folder);
}

static struct transport_reply ask(const char *ca_file, const char *address)
{
  struct transport_settings settings = { .ca_file = ca_file, .debug = 1 };
  struct transport *transport = module->open(&settings);
  struct transport_request request = {
    .method = "GET", .url = address, .timeout = 10000, .wake_fd = -1
  };
  struct transport_reply reply;

  ck_assert_ptr_nonnull(transport);
  (void)module->perform(transport, &request, &reply);
  module->close(transport);
  return reply;
}

static void refuse(const char *ca_file, const char *address,
                   const char *message, const char *hint)
{
  struct transport_reply reply = ask(ca_file, address);

  ck_assert_str_eq(reply.message, message);
  ck_assert_str_eq(reply.hint, hint);
  ck_assert_int_eq(reply.outcome, TRANSPORT_NOT_SENT);
  ck_assert_int_eq(reply.permanent, 1);
  ck_assert_int_eq(reply.sent, 0);
}

static void accept_from(const char *ca_file, int certificates)
{
  struct transport_reply reply = ask(ca_file, url);

  ck_assert_str_eq(reply.message, "");
  ck_assert_int_eq(reply.outcome, TRANSPORT_DONE);
  ck_assert_int_eq(reply.status, 200);
  ck_assert_int_eq(reply.certificates, certificates);
  ck_assert_ptr_eq(strstr(reply.tls_version, "TLS"), reply.tls_version);
}

START_TEST(test_authorities)
{
  if (!make_certificate("good") || !make_certificate("other") ||
      !serve("good.pem"))
    return;
  refuse(NULL, url,
         "the certificate of 127.0.0.1 is signed by itself and not trusted",
         "if it is the right one, name it with --ca-cert FILE");
  refuse("other.pem", url,
         "the certificate of 127.0.0.1 is signed by itself and not trusted",
         "--ca-cert names another certificate");
  refuse("good.pem", by_name,
         "the certificate of localhost is for another "
         "host",
         "check the network, and HTTPS_PROXY where it needs a proxy");
  accept_from("good.pem", TRANSPORT_CA_OPTION);
}
END_TEST

/* Each of them, and who goes before whom. */
START_TEST(test_variables)
{
  const char *const rehash[] = { "rehash", folder, NULL };

  if (!make_certificate("good") || !serve("good.pem"))
    return;
  if (openssl(rehash)) {
    ck_assert_int_eq(setenv("SSL_CERT_DIR", folder, 1), 0);
    accept_from(NULL, TRANSPORT_CA_VARIABLE);
  }
  ck_assert_int_eq(setenv("CURL_CA_BUNDLE", "good.pem", 1), 0);
  ck_assert_int_eq(setenv("SSL_CERT_DIR", "/nowhere", 1), 0);
  accept_from(NULL, TRANSPORT_CA_VARIABLE);
  ck_assert_int_eq(setenv("SSL_CERT_FILE", "good.pem", 1), 0);
  ck_assert_int_eq(setenv("CURL_CA_BUNDLE", "/nowhere", 1), 0);
  accept_from(NULL, TRANSPORT_CA_VARIABLE);
  ck_assert_int_eq(setenv("SSL_CERT_FILE", "nowhere.pem", 1), 0);
  accept_from("good.pem", TRANSPORT_CA_OPTION);
  refuse(NULL, url,
         "cannot read the CA certificates in nowhere.pem: No such "
         "file or directory",
         "SSL_CERT_FILE names that file");
}
END_TEST

START_TEST(test_expired)
{
  if (!make_certificate("good") || !make_expired() || !serve("old.pem"))
    return;
  refuse("old.pem", url, "the certificate of 127.0.0.1 has expired", "");
}
END_TEST

Suite *unit_suite(void)
{
  static const char *const variables[] = { "https_proxy",   "HTTPS_PROXY",
                                           "all_proxy",     "ALL_PROXY",
                                           "SSL_CERT_FILE", "SSL_CERT_DIR",
                                           "CURL_CA_BUNDLE" };
  Suite *suite = suite_create("trust");
  TCase *tests = tcase_create("trust");

  for (size_t i = 0; i < sizeof variables / sizeof *variables; i++)
    (void)unsetenv(variables[i]);
  tcase_set_timeout(tests, 60);
  tcase_add_checked_fixture(tests, set_up, tear_down);
  tcase_add_test(tests, test_authorities);
  tcase_add_test(tests, test_variables);
  tcase_add_test(tests, test_expired);
  suite_add_tcase(suite, tests);
  return suite;
}
