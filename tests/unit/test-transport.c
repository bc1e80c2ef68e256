/* test-transport.c - core/transport, against servers of its own. */
#include "core/transport/transport.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/error.h"
#include "core/base/module.h"
#include "tests/unit/loopback.h"

#define OK_REPLY "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]"

static struct module transport_module = TRANSPORT_MODULE;
static const struct transport_module *module;

static void set_up(void)
{
  struct error error CLEANUP_ERROR = { .message = NULL };

  module = module_open(&transport_module, &error);
  ck_assert_msg(module != NULL, "%s", error.message);
}

static struct transport *open_plain(void)
{
  struct transport_settings settings = { .user_agent = "nscale/test",
                                         .debug = 1 };
  struct transport *transport = module->open(&settings);

  ck_assert_ptr_nonnull(transport);
  return transport;
}

static struct transport_request request_of(const char *method, const char *url)
{
  return (struct transport_request){ .method = method,
                                     .url = url,
                                     .timeout = 10000,
                                     .mutation = strcmp(method, "GET") != 0,
                                     .wake_fd = -1 };
}

/* One request to a server with one action. */
static struct transport_reply ask(const char *method, const char *send_back,
                                  int then, long timeout)
{
  struct action action = { .send = send_back, .then = then };
  struct transport_reply reply;
  struct server server;
  struct transport *transport = open_plain();
  struct transport_request request;

  start(&server, &action, 1);
  request = request_of(method, server.url);
  request.timeout = timeout;
  ck_assert_int_eq(module->perform(transport, &request, &reply),
                   reply.outcome);
  module->close(transport);
  stop(&server);
  return reply;
}

struct record {
  int heads;
  long status;
  char data[64];
  size_t length;
  int head_result;
  int data_result;
};

static int on_head(void *context, const struct transport_reply *reply)
{
  struct record *record = context;

  record->heads++;
  record->status = reply->status;
  return record->head_result;
}

static int on_data(void *context, const void *bytes, size_t length)
{
  struct record *record = context;

  ck_assert_uint_lt(record->length + length, sizeof record->data);
  memcpy(record->data + record->length, bytes, length);
  record->length += length;
  return record->data_result;
}

START_TEST(test_get)
{
  static const struct action action = {
    .send = "HTTP/1.1 103 Early Hints\r\nLocation: /wrong\r\n\r\n"
            "HTTP/1.1 429 Slow Down\r\ncontent-type:application/json \r\n"
            "Retry-After: 7\r\nX-Request-Id: abc\r\n"
            "traceparent: 00- this is no trace of 32 digits --"
            "b7ad6b7169203331-01\r\n"
            "traceparent: 00-0af7651916cd43dd8448eb211c80319c-"
            "b7ad6b7169203331-01\r\n"
            "traceresponse: 00-                                -"
            "b7ad6b7169203331-01\r\nContent-Length: 4\r\n\r\n[ ]\n",
  };
  const char *const headers[] = { "Accept: application/json", "X-A: b", NULL };
  struct record record = { .heads = 0 };
  struct transport *transport = open_plain();
  struct transport_reply reply;
  struct server server;
  struct transport_request request;

  start(&server, &action, 1);
  request = request_of("GET", server.url);
  request.headers = headers;
  request.token = "s3cret";
  request.head = on_head;
  request.data = on_data;
  request.context = &record;
  ck_assert_int_eq(module->perform(transport, &request, &reply),
                   TRANSPORT_DONE);
  ck_assert_int_eq(reply.status, 429);
  ck_assert_int_eq(record.status, 429);
  ck_assert_int_eq(record.heads, 1);
  ck_assert_uint_eq(record.length, 4);
  ck_assert_mem_eq(record.data, "[ ]\n", 4);
  ck_assert_str_eq(reply.content_type, "application/json");
  ck_assert_str_eq(reply.location, "");
  ck_assert_str_eq(reply.retry_after, "7");
  ck_assert_str_eq(reply.trace, "0af7651916cd43dd8448eb211c80319c");
  ck_assert_str_eq(reply.message, "");
  ck_assert_str_eq(reply.address, "127.0.0.1");
  ck_assert_int_eq(reply.port, server.port);
  ck_assert_int_eq(reply.http_version, 11);
  ck_assert_int_eq(reply.connections, 1);
  ck_assert_uint_eq(reply.received, 4);
  module->close(transport);
  stop(&server);
  ck_assert_ptr_eq(strstr(server.seen, "GET /a HTTP/1.1\r\n"), server.seen);
  ck_assert_ptr_nonnull(
      strstr(server.seen, "\r\nAuthorization: Bearer s3cret\r\n"));
  ck_assert_ptr_nonnull(strstr(server.seen, "\r\nX-A: b\r\n"));
  ck_assert_ptr_nonnull(
      strstr(server.seen, "\r\nUser-Agent: nscale/test\r\n"));
  ck_assert_ptr_null(strstr(server.seen, "Accept-Encoding"));
}
END_TEST

/* What libcurl would add to a body by itself. */
START_TEST(test_post)
{
  static const struct action actions[] = { { .send = OK_REPLY },
                                           { .send = OK_REPLY } };
  const char *const headers[] = { "Content-Type: application/json", NULL };
  char body[3000];
  struct transport *transport = open_plain();
  struct transport_reply reply;
  struct server server;
  struct transport_request request;

  memset(body, 'x', sizeof body);
  start(&server, actions, 2);
  request = request_of("POST", server.url);
  ck_assert_int_eq(module->perform(transport, &request, &reply),
                   TRANSPORT_DONE);
  ck_assert_ptr_nonnull(strstr(server.seen, "\r\nContent-Length: 0\r\n"));
  ck_assert_ptr_null(strstr(server.seen, "Content-Type"));
  request = request_of("PUT", server.url);
  request.headers = headers;
  request.body = body;
  request.body_length = sizeof body;
  ck_assert_int_eq(module->perform(transport, &request, &reply),
                   TRANSPORT_DONE);
  ck_assert_int_eq(reply.connections, 0);
  module->close(transport);
  stop(&server);
  ck_assert_ptr_eq(strstr(server.seen, "PUT /a HTTP/1.1\r\n"), server.seen);
  ck_assert_ptr_nonnull(strstr(server.seen, "\r\nContent-Length: 3000\r\n"));
  ck_assert_ptr_nonnull(
      strstr(server.seen, "\r\nContent-Type: application/json\r\n"));
  ck_assert_ptr_null(strstr(server.seen, "Expect"));
}
END_TEST

/* A kept connection that dies under the second request.  libcurl repeats a
 * GET by itself, and must not repeat a mutation. */
static void die_under(const char *method, int outcome, int connections)
{
  static const struct action actions[] = {
    { .send = OK_REPLY, .then = KEEP },
    { .send = NULL, .then = CLOSE },
    { .send = OK_REPLY, .then = KEEP },
  };
  struct transport *transport = open_plain();
  struct transport_reply reply;
  struct server server;
  struct transport_request request;

  start(&server, actions, 3);
  request = request_of("GET", server.url);
  ck_assert_int_eq(module->perform(transport, &request, &reply),
                   TRANSPORT_DONE);
  request = request_of(method, server.url);
  ck_assert_int_eq(module->perform(transport, &request, &reply), outcome);
  ck_assert_int_eq(reply.sent, 1);
  ck_assert_str_eq(reply.message,
                   outcome == TRANSPORT_DONE
                       ? ""
                       : "127.0.0.1 closed the connection without a reply");
  module->close(transport);
  stop(&server);
  ck_assert_int_eq(server.connections, connections);
  ck_assert_uint_eq(server.requests, (size_t)connections + 1);
}

START_TEST(test_never_twice)
{
  die_under("GET", TRANSPORT_DONE, 2);
  die_under("POST", TRANSPORT_NO_REPLY, 1);
  die_under("PUT", TRANSPORT_NO_REPLY, 1);
  die_under("DELETE", TRANSPORT_NO_REPLY, 1);
}
END_TEST

START_TEST(test_not_sent)
{
  struct transport *transport = open_plain();
  struct transport_reply reply;
  struct server server;
  char expected[128];
  struct transport_request request;

  listen_anywhere(&server, 0);
  request = request_of("POST", server.url);
  request.endpoint = "NSCALE_IDENTITY_SERVICE_API_ENDPOINT";
  ck_assert_int_eq(module->perform(transport, &request, &reply),
                   TRANSPORT_NOT_SENT);
  (void)snprintf(expected, sizeof expected,
                 "cannot connect to 127.0.0.1 port %d: Connection refused",
                 server.port);
  ck_assert_str_eq(reply.message, expected);
  ck_assert_str_eq(reply.hint, "check NSCALE_IDENTITY_SERVICE_API_ENDPOINT, "
                               "and the network and its proxy");
  ck_assert_int_eq(reply.permanent, 0);
  ck_assert_int_eq(reply.sent, 0);
  (void)snprintf(server.url, sizeof server.url, "http://127.0.0.1:%d",
                 server.port);
  ck_assert_int_eq(setenv("http_proxy", server.url, 1), 0);
  request.url = "http://nowhere.invalid/";
  ck_assert_int_eq(module->perform(transport, &request, &reply),
                   TRANSPORT_NOT_SENT);
  (void)snprintf(expected, sizeof expected,
                 "cannot connect to the proxy 127.0.0.1 port %d: "
                 "Connection refused",
                 server.port);
  ck_assert_str_eq(reply.message, expected);
  ck_assert_int_eq(unsetenv("http_proxy"), 0);
  request.url = "ftp://127.0.0.1/";
  ck_assert_int_eq(module->perform(transport, &request, &reply),
                   TRANSPORT_NOT_SENT);
  ck_assert_str_eq(reply.message,
                   "the address is not a valid http or https URL");
  ck_assert_int_eq(reply.permanent, 1);
  module->close(transport);
  (void)close(server.listener);
}
END_TEST

START_TEST(test_broken_replies)
{
  static const struct {
    const char *send;
    int then;
    int outcome;
    long status;
    const char *message;
  } cases[] = {
    { NULL, CLOSE, TRANSPORT_NO_REPLY, 0,
      "127.0.0.1 closed the connection without a reply" },
    { "HTTP/1.1 200 OK\r\nContent-Ty", CLOSE, TRANSPORT_NO_REPLY, 0,
      "the reply of 127.0.0.1 was cut short in its head" },
    { "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc", CLOSE, TRANSPORT_CUT,
      200, "the reply of 127.0.0.1 was cut short after 3 bytes" },
    { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[1\r\n",
      CLOSE, TRANSPORT_CUT, 200,
      "the reply of 127.0.0.1 was cut short after 2 bytes" },
    { NULL, HOLD, TRANSPORT_NO_REPLY, 0,
      "no reply from 127.0.0.1 within 0.25 seconds" },
    { "HTTP/1.1 201 Created\r\nContent-Length: 9\r\n\r\nabc", HOLD,
      TRANSPORT_CUT, 201,
      "the reply of 127.0.0.1 was not complete within 0.25 seconds" },
    { "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\n"
      "Content-Length: 0\r\n\r\n",
      KEEP, TRANSPORT_DONE, 302, "" },
  };

  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct transport_reply reply = ask("POST", cases[i].send, cases[i].then,
                                       cases[i].then == HOLD ? 250 : 10000);

    ck_assert_str_eq(reply.message, cases[i].message);
    ck_assert_int_eq(reply.outcome, cases[i].outcome);
    ck_assert_int_eq(reply.status, cases[i].status);
    ck_assert_int_eq(reply.timed_out, cases[i].then == HOLD);
    ck_assert_int_eq(reply.sent, 1);
  }
}
END_TEST

#define GZIP_HEAD "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n"
#define GZIP_BODY                                                             \
  "\x1f\x8b\x08\0\0\0\0\0\x02\x03\x8b\xae\x56\x4a\x54\xb2\x32\xac"            \
  "\xd5\x41\xa3\x63\xb9\0\xc5\x72\x77\x47\x1a\0\0\0"

/* Undone whether it was asked for or not, but where bytes of any kind are. */
START_TEST(test_compressed)
{
  static const char plain[] = "[{\"a\":1},{\"a\":1},{\"a\":1}]\n";
  static const char good[] = GZIP_HEAD "Content-Length: 32\r\n\r\n" GZIP_BODY;
  static const char bad[] = GZIP_HEAD "Content-Length: 4\r\n\r\n[{]\n";
  static const struct action actions[] = {
    { .send = good, .length = sizeof good - 1 },
    { .send = good, .length = sizeof good - 1 },
    { .send = good, .length = sizeof good - 1 },
    { .send = bad, .then = CLOSE },
  };
  struct record record = { .heads = 0 };
  struct transport *transport = open_plain();
  struct transport_reply reply;
  struct transport_request request;
  struct server server;

  start(&server, actions, 4);
  request = request_of("GET", server.url);
  request.data = on_data;
  request.context = &record;
  request.compressed = 1;
  ck_assert_int_eq(module->perform(transport, &request, &reply),
                   TRANSPORT_DONE);
  ck_assert_ptr_nonnull(strstr(server.seen, "\r\nAccept-Encoding: gzip\r\n"));
  ck_assert_uint_eq(record.length, sizeof plain - 1);
  ck_assert_mem_eq(record.data, plain, record.length);
  ck_assert_uint_eq(reply.received, record.length);

  request.compressed = 0;
  for (request.bytes = 0; request.bytes < 2; request.bytes++) {
    record = (struct record){ .heads = 0 };
    ck_assert_int_eq(module->perform(transport, &request, &reply),
                     TRANSPORT_DONE);
    ck_assert_ptr_null(strstr(server.seen, "Accept-Encoding"));
    ck_assert_uint_eq(record.length, request.bytes ? 32 : sizeof plain - 1);
    ck_assert_mem_eq(record.data, request.bytes ? GZIP_BODY : plain,
                     record.length);
  }

  request.compressed = 1;
  ck_assert_int_eq(module->perform(transport, &request, &reply),
                   TRANSPORT_CUT);
  ck_assert_str_eq(reply.message,
                   "the reply of 127.0.0.1 cannot be decompressed");
  ck_assert_int_eq(server.connections, 1); /* for all of them */
  module->close(transport);
  stop(&server);
}
END_TEST

/* localhost is ::1 as well, where nobody listens: the next address is. */
START_TEST(test_next_address)
{
  static const struct action action = { .send = "HTTP/1.1 204 Done\r\n\r\n",
                                        .then = CLOSE };
  struct transport *transport = open_plain();
  struct transport_reply reply;
  struct transport_request request;
  struct server server;
  char url[64];

  start(&server, &action, 1);
  (void)snprintf(url, sizeof url, "http://localhost:%d/", server.port);
  request = request_of("POST", url);
  ck_assert_int_eq(module->perform(transport, &request, &reply),
                   TRANSPORT_DONE);
  ck_assert_str_eq(reply.address, "127.0.0.1");
  module->close(transport);
  stop(&server);
}
END_TEST

START_TEST(test_foreign_reply)
{
  struct transport_reply reply = ask("GET", "SSH-2.0-x\r\n", CLOSE, 10000);

  ck_assert_int_eq(reply.outcome, TRANSPORT_NO_REPLY);
  ck_assert_ptr_nonnull(strstr(reply.message, " did not answer in HTTP"));
}
END_TEST

START_TEST(test_large_head)
{
  static char head[80000] = "HTTP/1.1 200 OK\r\n";
  struct transport_reply reply;

  for (int i = 0; i < 300; i++)
    (void)strncat(head, "X-A: b\r\n", 9);
  reply = ask("POST", head, HOLD, 10000);
  ck_assert_int_eq(reply.outcome, TRANSPORT_NO_REPLY);
  ck_assert_str_eq(reply.message,
                   "the head of the reply of 127.0.0.1 is too large");
}
END_TEST

static int drain_and_stop(void *context)
{
  char byte;

  return read(*(int *)context, &byte, 1) == 1;
}

static int never(void *context)
{
  (void)context;
  return 0;
}

/* A callback's end, and a wake-up in the midst of the wait. */
START_TEST(test_stops)
{
  static const struct action actions[] = { { .send = OK_REPLY, .then = KEEP },
                                           { .send = OK_REPLY, .then = KEEP },
                                           { .send = NULL, .then = HOLD } };
  struct record record = { .head_result = 1 };
  struct transport *transport = open_plain();
  struct transport_reply reply;
  struct server server;
  int wake[2];
  struct transport_request request;

  start(&server, actions, 3);
  request = request_of("GET", server.url);
  request.head = on_head;
  request.data = on_data;
  request.context = &record;
  request.tick = never;
  ck_assert_int_eq(module->perform(transport, &request, &reply),
                   TRANSPORT_STOPPED);
  ck_assert_int_eq(reply.status, 200);
  ck_assert_uint_eq(record.length, 0);
  record.head_result = 0;
  record.data_result = 1;
  ck_assert_int_eq(module->perform(transport, &request, &reply),
                   TRANSPORT_STOPPED);
  ck_assert_uint_eq(record.length, 2);
  ck_assert_int_eq(pipe(wake), 0);
  ck_assert_int_eq(write(wake[1], "x", 1), 1);
  request.wake_fd = wake[0];
  request.tick = drain_and_stop;
  request.context = &wake[0];
  ck_assert_int_eq(module->perform(transport, &request, &reply),
                   TRANSPORT_STOPPED);
  ck_assert_int_eq(reply.status, 0);
  ck_assert_str_eq(reply.message, "");
  module->close(transport);
  stop(&server);
}
END_TEST

START_TEST(test_refuses_headers)
{
  static const char *const bad[] = { "X: a\r\nAuthorization: b", "X",
                                     "authorization: Bearer x", ": x" };
  struct transport *transport = open_plain();
  struct transport_reply reply;
  struct transport_request request = request_of("GET", "http://127.0.0.1:1/");

  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    const char *const headers[] = { bad[i], NULL };

    request.headers = headers;
    ck_assert_int_eq(module->perform(transport, &request, &reply),
                     TRANSPORT_NOT_SENT);
    ck_assert_str_eq(reply.message, "a header of the request is not allowed");
    ck_assert_int_eq(reply.permanent, 1);
  }
  request.headers = NULL;
  request.token = "a\r\nX: b";
  ck_assert_int_eq(module->perform(transport, &request, &reply),
                   TRANSPORT_NOT_SENT);
  ck_assert_str_eq(reply.message,
                   "the service token has a byte that a header must not have");
  module->close(transport);
}
END_TEST

/* A server that hangs up on a long body: SIGPIPE has its default action. */
START_TEST(test_sigpipe)
{
  static const struct action action = { .send = NULL, .then = UNREAD };
  size_t size = (size_t)16 << 20;
  char *body = calloc(1, size);
  struct transport *transport = open_plain();
  struct transport_reply reply;
  struct server server;
  struct transport_request request;

  ck_assert_ptr_nonnull(body);
  ck_assert(signal(SIGPIPE, SIG_DFL) != SIG_ERR);
  start(&server, &action, 1);
  request = request_of("PUT", server.url);
  request.body = body;
  request.body_length = size;
  ck_assert_int_eq(module->perform(transport, &request, &reply),
                   TRANSPORT_NO_REPLY);
  ck_assert_ptr_eq(signal(SIGPIPE, SIG_DFL), SIG_DFL);
  module->close(transport);
  stop(&server);
  free(body);
}
END_TEST

START_TEST(test_certificate_files)
{
  struct transport_settings settings = { .ca_file = "/nowhere/ca.pem" };
  struct transport *transport = module->open(&settings);
  struct transport_reply reply;
  struct transport_request request;
  struct server server;
  static const struct action plain = { .send = "HTTP/1.1 400 No\r\n\r\n",
                                       .then = UNREAD };
  char expected[128];

  request = request_of("GET", "https://127.0.0.1:1/");
  ck_assert_int_eq(module->perform(transport, &request, &reply),
                   TRANSPORT_NOT_SENT);
  ck_assert_str_eq(reply.message, "cannot read the CA certificates in "
                                  "/nowhere/ca.pem: "
                                  "No such file or directory");
  ck_assert_str_eq(reply.hint, "--ca-cert names that file");
  ck_assert_int_eq(reply.permanent, 1);
  module->close(transport);
  start(&server, &plain, 1);
  (void)snprintf(server.url, sizeof server.url, "https://127.0.0.1:%d/",
                 server.port);
  request.url = server.url;
  transport = open_plain();
  ck_assert_int_eq(setenv("SSL_CERT_FILE", "/dev/null", 1), 0);
  ck_assert_int_eq(module->perform(transport, &request, &reply),
                   TRANSPORT_NOT_SENT);
  ck_assert_str_eq(reply.message,
                   "/dev/null contains no CA certificate in PEM form");
  ck_assert_str_eq(reply.hint, "SSL_CERT_FILE names that file");
  ck_assert_int_eq(unsetenv("SSL_CERT_FILE"), 0);
  stop(&server);
  start(&server, &plain, 1);
  (void)snprintf(server.url, sizeof server.url, "https://127.0.0.1:%d/",
                 server.port);
  (void)snprintf(expected, sizeof expected,
                 "127.0.0.1 port %d does not speak TLS", server.port);
  ck_assert_int_eq(module->perform(transport, &request, &reply),
                   TRANSPORT_NOT_SENT);
  /* A bare system knows no authority to begin with. */
  if (strcmp(reply.message,
             "cannot read the CA certificates of this system") != 0)
    ck_assert_str_eq(reply.message, expected);
  ck_assert_int_eq(reply.permanent, 1);
  module->close(transport);
  stop(&server);
}
END_TEST

Suite *unit_suite(void)
{
  static const char *const variables[] = { "http_proxy",   "https_proxy",
                                           "HTTPS_PROXY",  "all_proxy",
                                           "ALL_PROXY",    "SSL_CERT_FILE",
                                           "SSL_CERT_DIR", "CURL_CA_BUNDLE" };
  Suite *suite = suite_create("transport");
  TCase *tests = tcase_create("transport");

  for (size_t i = 0; i < sizeof variables / sizeof *variables; i++)
    (void)unsetenv(variables[i]);
  tcase_set_timeout(tests, 60);
  tcase_add_checked_fixture(tests, set_up, NULL);
  tcase_add_test(tests, test_get);
  tcase_add_test(tests, test_post);
  tcase_add_test(tests, test_never_twice);
  tcase_add_test(tests, test_not_sent);
  tcase_add_test(tests, test_broken_replies);
  tcase_add_test(tests, test_compressed);
  tcase_add_test(tests, test_next_address);
  tcase_add_test(tests, test_foreign_reply);
  tcase_add_test(tests, test_large_head);
  tcase_add_test(tests, test_stops);
  tcase_add_test(tests, test_refuses_headers);
  tcase_add_test(tests, test_sigpipe);
  tcase_add_test(tests, test_certificate_files);
  suite_add_tcase(suite, tests);
  return suite;
}
