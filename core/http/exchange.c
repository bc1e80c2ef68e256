/* exchange.c - a request and its reply, with retries and redirects. */
#include "core/http/exchange.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

#include "core/base/clock.h"
#include "core/base/environment.h"
#include "core/base/interrupt.h"
#include "core/base/module.h"
#include "core/http/endpoint.h"
#include "core/http/explain.h"
#include "core/http/reason.h"
#include "core/http/retry.h"
#include "core/http/url.h"
#include "core/json/tree.h"
#include "core/message/message.h"
#include "core/message/progress.h"
#include "core/token/secret.h"
#include "core/transport/memory.h"
#include "core/transport/transport.h"

#define REDIRECTS_MOST 5
#define AHEAD_TIME 5000L /* milliseconds that such a reply may take */
#define REFUSAL_LIMIT ((size_t)64 << 10) /* bytes kept of an error's body */

static struct module transport_module = TRANSPORT_MODULE;

/* One request on its way: what the transport's callbacks share. */
struct flight {
  struct exchange *exchange;
  struct exchange_task *task;
  struct buffer url;
  struct buffer refusal; /* the body of a reply that is not 2xx */
  struct transport_reply reply;
  struct error *error; /* what a callback failed with */
  int redirects;
  int attempt;
  int awaited_said; /* a first Ctrl-C was answered */
  int begun;        /* some of the reply's body came */
  int is_page;      /* it is a page for a browser, in place of JSON */
};

static int is_success(long status)
{
  return status >= 200 && status < 300;
}

/* ---- Callbacks of the transport. ---------------------------------- */

static int on_head(void *context, const struct transport_reply *reply)
{
  struct flight *flight = context;

  flight->task->status = reply->status;
  return 0;
}

static int on_data(void *context, const void *bytes, size_t length)
{
  struct flight *flight = context;
  struct exchange_task *task = flight->task;

  /* As a proxy or a gateway sends it, with status 200 too. */
  if (!flight->begun && is_success(task->status) && !task->raw)
    flight->is_page =
        reason_is_page(flight->reply.content_type, bytes, length);
  flight->begun = 1;
  if (is_success(task->status) && !flight->is_page)
    return task->data(task->context, bytes, length, flight->error);
  /* The body of an error, or a page, explains.  One that exceeds the limit
   * explains nothing, and its end, which may never come, is not awaited. */
  flight->refusal.limit = REFUSAL_LIMIT;
  buffer_append(&flight->refusal, bytes, length);
  return flight->refusal.failed ? -1 : 0;
}

/* While a mutation is awaited the first signal is answered, the second ends
 * the wait. */
static int on_tick(void *context)
{
  struct flight *flight = context;

  progress_tick();
  if (!flight->task->mutation)
    return 0;
  interrupt_drain();
  if (interrupt_count() > 1)
    return -1;
  if (interrupt_count() == 1 && !flight->awaited_said) {
    flight->awaited_said = 1;
    message_note("the request was sent and nscale is waiting for its reply; "
                 "interrupt again to give up without knowing the outcome");
  }
  return 0;
}

/* ---- One attempt. ------------------------------------------------- */

static int prepare(struct exchange *exchange, struct error *error)
{
  struct transport_settings settings = {
    .ca_file = exchange->options->ca_cert,
    .user_agent = "nscale/" PACKAGE_VERSION,
    .debug = exchange->options->debug,
  };

  if (exchange->transport)
    return 0;
  exchange->token = secret_token(error);
  if (!exchange->token)
    return -1;
  settings.memory = memory_prepare(); /* before libcurl is there */
  exchange->module = module_open(&transport_module, error);
  if (!exchange->module)
    return -1;
  exchange->transport = exchange->module->open(&settings);
  if (!exchange->transport)
    return error_memory(error);
  if (settings.debug && !exchange->module->is_wiped(exchange->transport))
    message_debug("* the TLS library has memory of its own: what it frees is "
                  "not overwritten");
  return 0;
}

static int is_accept(const char *line)
{
  return strncasecmp(line, "Accept:", 7) == 0;
}

/* The headers to send: the request's own and the media types. */
static void collect_headers(const struct nscale_request *request,
                            char *media_type, size_t size,
                            const char **headers)
{
  size_t count = 0;
  size_t i;

  for (i = 0; i < request->header_count && !is_accept(request->headers[i]);
       i++)
    continue;
  if (i == request->header_count)
    headers[count++] = "Accept: application/json";
  if (request->media_type) {
    (void)snprintf(media_type, size, "Content-Type: %s", request->media_type);
    headers[count++] = media_type;
  }
  for (i = 0; i < request->header_count; i++)
    headers[count++] = request->headers[i];
  headers[count] = NULL;
}

static void debug_request(const struct flight *flight)
{
  const struct nscale_request *request = flight->task->request;

  if (!flight->exchange->options->debug)
    return;
  message_debug("> %s %s", request->method, flight->url.data);
  message_debug("> Authorization: Bearer [redacted]");
  if (request->json)
    message_debug("> %s", request->body.data);
  else if (request->media_type)
    message_debug("> %zu bytes of %s", request->body.length,
                  request->media_type);
}

static void debug_reply(const struct flight *flight)
{
  const struct transport_reply *reply = &flight->reply;

  if (!flight->exchange->options->debug)
    return;
  if (reply->address[0])
    message_debug("* %s port %ld%s%s, %s connection", reply->address,
                  reply->port, reply->tls_version[0] ? ", " : "",
                  reply->tls_version, reply->connections ? "new" : "reused");
  if (reply->status)
    message_debug("< HTTP/%d.%d %ld %s, %llu bytes in %ld ms%s%s",
                  reply->http_version / 10, reply->http_version % 10,
                  reply->status, reply->content_type,
                  (unsigned long long)reply->received, reply->total_ms,
                  reply->trace[0] ? ", trace " : "", reply->trace);
  else
    message_debug("< no reply: %s", reply->message);
  if (reply->tls_reason[0])
    message_debug("* TLS: %s", reply->tls_reason);
  if (flight->task->secret && is_success(reply->status))
    message_debug("< (the body may hold a one-time token: [redacted])");
  else if (flight->refusal.length)
    message_debug("< %s", flight->refusal.data);
}

/* A list of a thousand takes half the time over a line of 20 Mbit/s; on
 * loopback it takes longer, and a one-time token is received with as little
 * machinery as can be. */
static int may_compress(const struct flight *flight)
{
  return !flight->task->mutation && !flight->task->secret &&
         !url_is_loopback(flight->url.data);
}

/* Takes a reply for whole where only its end is missing.  The status of one
 * that refuses is enough; else what was handed over must be, and where that
 * was nothing it must not be the beginning of a page. */
static void mend_end(struct flight *flight)
{
  const struct exchange_task *task = flight->task;
  struct transport_reply *reply = &flight->reply;

  if (reply->outcome != TRANSPORT_CUT)
    return;
  if (is_success(reply->status)) {
    if (flight->is_page || !task->is_whole || !task->is_whole(task->context) ||
        (reply->received == 0 && strstr(reply->content_type, "html")))
      return;
    message_note("%s, but nothing that is needed is missing", reply->message);
  }
  reply->outcome = TRANSPORT_DONE;
}

/* Has a second connection made beside that of a read. */
static void preconnect(struct exchange *exchange,
                       const struct transport_request *sent)
{
  const char *const headers[] = { NULL };
  struct transport_request head = *sent;

  if (!exchange->preconnect || !exchange->module->preconnect || sent->mutation)
    return;
  head.method = "HEAD";
  head.headers = headers;
  head.token = NULL;
  head.timeout = AHEAD_TIME;
  exchange->module->preconnect(exchange->transport, &head);
  exchange->preconnect = 0;
}

/* Sends along what exchange_ahead noted. */
static void go_along(struct exchange *exchange,
                     const struct transport_request *sent)
{
  const char *const headers[] = { "Accept: application/json", NULL };
  struct transport_request along = *sent;

  if (!exchange->ahead.length || !exchange->module->ahead || sent->mutation)
    return;
  along.method = "GET";
  along.url = exchange->ahead.data;
  along.headers = headers;
  along.body = NULL;
  if (along.timeout > AHEAD_TIME)
    along.timeout = AHEAD_TIME;
  if (strcmp(along.url, sent->url) != 0)
    exchange->module->ahead(exchange->transport, &along);
  buffer_clear(&exchange->ahead);
}

static void attempt(struct flight *flight)
{
  const struct nscale_request *request = flight->task->request;
  struct exchange *exchange = flight->exchange;
  const char *headers[REQUEST_HEADERS_MOST + 3];
  char media_type[160];
  char variable[ENDPOINT_VARIABLE_SIZE];
  struct transport_request sent = {
    .method = request->method,
    .url = flight->url.data,
    .headers = headers,
    .token = exchange->token,
    .body = request->media_type ? request->body.data : NULL,
    .body_length = request->body.length,
    .timeout = exchange->options->timeout,
    .mutation = flight->task->mutation,
    .secret = flight->task->secret || exchange->secret,
    .fresh = exchange->stale,
    .bytes = flight->task->raw,
    .compressed = may_compress(flight),
    .wake_fd = -1,
    .context = flight,
    .head = on_head,
    .data = on_data,
    .tick = on_tick,
  };

  endpoint_variable(request->service, variable);
  if (environment_value(variable))
    sent.endpoint = environment_source(variable);
  if (flight->task->mutation) {
    sent.wake_fd = interrupt_wake_fd();
    interrupt_enter(INTERRUPT_WAITS);
  }
  collect_headers(request, media_type, sizeof media_type, headers);
  buffer_clear(&flight->refusal);
  flight->task->status = 0;
  flight->begun = 0;
  flight->is_page = 0;
  exchange->stale = 0;
  debug_request(flight);
  if (!flight->task->secret) {
    preconnect(exchange, &sent);
    go_along(exchange, &sent);
  }
  if (exchange->module->perform(exchange->transport, &sent, &flight->reply) ==
          TRANSPORT_STOPPED &&
      flight->refusal.failed)
    flight->reply.outcome = TRANSPORT_DONE;
  if (flight->reply.note[0])
    message_note("%s", flight->reply.note);
  debug_reply(flight);
  mend_end(flight);
}

/* ---- What follows an attempt. ------------------------------------- */

/* Waits; a signal ends a wait in which nothing was sent. */
static void wait_for(long milliseconds)
{
  progress_clear();
  interrupt_enter(INTERRUPT_LEAVES);
  clock_pause(milliseconds);
}

#define LAG_MOST 5000 /* milliseconds that reads may be behind a write */
#define LAG_PAUSE 250 /* between two looks */

/* Notes that the service took a change.  What was deleted is to be missed. */
static void note_write(const struct flight *flight)
{
  if (flight->task->mutation &&
      strcmp(flight->task->request->method, "DELETE") != 0)
    flight->exchange->written = clock_now();
}

/* Notes the next page. */
static int note_next(const struct flight *flight, struct error *error)
{
  struct exchange_task *task = flight->task;

  if (!task->next || !flight->reply.has_next)
    return 0;
  task->strays = !flight->reply.next[0];
  buffer_puts(task->next, flight->reply.next);
  return task->next->failed ? error_memory(error) : 0;
}

int exchange_may_lag(const struct exchange *exchange)
{
  /* Without any wait each reply is taken as it is. */
  return exchange->written && exchange->options->max_wait &&
         clock_now() - exchange->written < LAG_MOST;
}

int exchange_look_again(const struct exchange *exchange)
{
  if (!exchange_may_lag(exchange) || interrupt_count() > 0)
    return 0;
  progress_clear();
  clock_pause(LAG_PAUSE);
  return 1;
}

/* Whether a read meets what may not be true any more: it is to be sent
 * again. */
static int is_behind(const struct flight *flight)
{
  const struct transport_reply *reply = &flight->reply;

  return !flight->task->mutation && reply->outcome == TRANSPORT_DONE &&
         (reply->status == 404 || reply->status == 401) &&
         exchange_look_again(flight->exchange);
}

/* Follows a redirect of a GET inside one origin.  Returns 1 when there is
 * another address to ask, 0 when this reply is not a redirect to follow. */
static int follow(struct flight *flight)
{
  const struct transport_reply *reply = &flight->reply;

  if (reply->outcome != TRANSPORT_DONE || !reply->redirect[0] ||
      flight->task->mutation || flight->redirects == REDIRECTS_MOST)
    return 0;
  flight->redirects++;
  buffer_clear(&flight->url);
  buffer_puts(&flight->url, reply->redirect);
  return !flight->url.failed;
}

/* Says why and how long, and waits.  Returns 1 to try again, 0 to end. */
static int try_again(struct flight *flight, struct retry_decision *decision)
{
  const struct transport_reply *reply = &flight->reply;

  *decision = retry_decide(&(struct retry_facts){
      .method = flight->task->request->method,
      .outcome = reply->outcome,
      .permanent = reply->permanent,
      .timed_out = reply->timed_out,
      .status = reply->outcome == TRANSPORT_DONE ? reply->status : 0,
      .retry_after = reply->retry_after,
      .date = reply->date,
      .attempt = flight->attempt,
      .max_wait = flight->exchange->options->max_wait,
      .now = (int64_t)time(NULL),
      .random = (uint32_t)getpid() * 2654435761u + (uint32_t)flight->attempt,
  });
  if (decision->reason != RETRY_AGAIN)
    return 0;
  if (decision->asked >= 0)
    message_note("the server answered HTTP %ld and asks to wait: trying "
                 "again in %ld s",
                 reply->status, (decision->wait + 999) / 1000);
  wait_for(decision->wait);
  flight->attempt++;
  return 1;
}

/* A callback that failed has said why and nothing else: that the request may
 * have been carried out, a mutation must say too. */
static int stopped_here(const struct exchange_task *task,
                        const struct transport_reply *reply,
                        struct error *error)
{
  char cause[300];

  if (!task->mutation || !reply->sent)
    return -1;
  (void)snprintf(cause, sizeof cause, "%s",
                 error->message ? error->message : "out of memory");
  error_clear(error);
  return explain_unknown(&task->subject, cause, error);
}

/* Whether the exchange ended well; else the error is set. */
static int conclude(struct flight *flight,
                    const struct retry_decision *decision, struct error *error)
{
  const struct transport_reply *reply = &flight->reply;
  struct exchange_task *task = flight->task;
  char variable[ENDPOINT_VARIABLE_SIZE];
  struct explain_facts facts;

  task->cut =
      is_success(reply->status) && reply->received > 0 && !flight->is_page;
  if (error->exit_status != EXIT_DONE)
    return stopped_here(task, reply, error);
  if (reply->outcome == TRANSPORT_DONE && is_success(reply->status) &&
      !flight->is_page) {
    note_write(flight);
    return note_next(flight, error);
  }
  endpoint_variable(task->request->service, variable);
  facts = (struct explain_facts){
    .variable = variable,
    .subject = &task->subject,
    .mutation = task->mutation,
    .reply = reply,
    .url = flight->url.data,
    .body = flight->refusal.data ? flight->refusal.data : "",
    .body_length = flight->refusal.length,
    .asked = decision->asked,
    .too_long = decision->reason == RETRY_TOO_LONG,
    .interrupted = interrupt_count() > 1,
  };
  task->not_found = explain_not_found(&facts);
  return explain_failure(&facts, error);
}

/* The host of an address, with its port, is what people wait for. */
static void begin_progress(const struct flight *flight)
{
  const char *host = strstr(flight->url.data, "://");

  host = host ? host + 3 : flight->url.data;
  progress_begin(host, strcspn(host, "/?#"));
}

static int address_of(const struct exchange_task *task, struct buffer *url,
                      struct error *error)
{
  if (!task->address)
    return request_url(task->request, url, error);
  buffer_puts(url, task->address);
  return url->failed ? error_memory(error) : 0;
}

int exchange_run(struct exchange *exchange, struct exchange_task *task,
                 struct error *error)
{
  struct flight flight = {
    .exchange = exchange, .task = task, .error = error, .attempt = 1
  };
  struct retry_decision decision = { .asked = -1 };
  int result = -1;

  if (address_of(task, &flight.url, error) < 0 ||
      prepare(exchange, error) < 0 ||
      request_tells_nothing(task->request, flight.url.data, error) < 0)
    goto end;
  begin_progress(&flight);
  do {
    do
      attempt(&flight);
    while (follow(&flight) || is_behind(&flight));
  } while (error->exit_status == EXIT_DONE && try_again(&flight, &decision));
  exchange->asked = decision.asked;
  result = conclude(&flight, &decision, error);

end:
  progress_end();
  buffer_free(&flight.url);
  buffer_free(&flight.refusal);
  return result;
}

void exchange_ahead(struct exchange *exchange,
                    const struct nscale_request *request)
{
  CLEANUP_ERROR struct error ignored = { 0 };

  buffer_clear(&exchange->ahead);
  /* It is the first read that this goes along with. */
  exchange->preconnect = 0;
  if (strcmp(request->method, "GET") != 0 || request->header_count ||
      request_url(request, &exchange->ahead, &ignored) < 0 ||
      exchange->ahead.failed)
    buffer_free(&exchange->ahead);
}

void exchange_preconnect(struct exchange *exchange)
{
  exchange->preconnect = 1;
}

void exchange_note_question(struct exchange *exchange)
{
  exchange->stale = 1;
}

int exchange_renew(struct exchange *exchange, int folder, const char *path,
                   struct error *error)
{
  exchange->token = NULL;
  if (secret_renew(folder, path, error) < 0)
    return -1;
  exchange->token = secret_token(error);
  return exchange->token ? 0 : -1;
}

int exchange_is_used(const struct exchange *exchange)
{
  return exchange->transport != NULL;
}

struct json_object *exchange_read(const char *text, size_t length,
                                  const struct fields *fields,
                                  struct error *error)
{
  struct json_object *json =
      json_read_fields(text ? text : "", length, fields, "the reply", error);

  if (!json && error->exit_status == EXIT_USAGE)
    error->exit_status = EXIT_FAILED;
  return json;
}

void exchange_close(struct exchange *exchange)
{
  if (exchange->transport)
    exchange->module->close(exchange->transport);
  exchange->transport = NULL;
  buffer_free(&exchange->ahead);
}
