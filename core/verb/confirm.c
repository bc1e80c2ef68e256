/* confirm.c - the user's yes to a mutation. */
#include "core/verb/confirm.h"

#include <string.h>
#include <unistd.h>

#include "core/base/ascii.h"
#include "core/base/cleanup.h"
#include "core/base/text.h"
#include "core/message/message.h"
#include "core/message/tty.h"
#include "core/terminal/prompt.h"
#include "core/verb/changes.h"
#include "core/verb/hand_over.h"
#include "core/verb/headline.h"

/* Whether the answer cannot come from stdin, which is the document. */
static int has_document_on_stdin(const struct invocation *call)
{
  const char *file = call->options->document.file;

  return file && strcmp(file, "-") == 0;
}

/* The way on without a question. */
static int hint_yes(struct error *error)
{
  return error_hint(error, "add --yes, or look first with --dry-run");
}

static int cannot_ask(const struct invocation *call, const char *why)
{
  error_set(call->error, EXIT_USAGE, "%s cannot ask: %s", call->verb->name,
            why);
  return hint_yes(call->error);
}

/* Finds out where the answer comes from.  `terminal` is what was opened for
 * it, and to be closed; -1 for nothing. */
static int find_input(const struct invocation *call, int *terminal,
                      struct prompt_input *input)
{
  *input = prompt_stdin;
  if (has_document_on_stdin(call)) {
    *terminal = input->fd = tty_open(STDERR_FILENO);
    return *terminal < 0 ? cannot_ask(call, "standard input is the document")
                         : 0;
  }
  if (tty_is(STDIN_FILENO) && tty_is(STDERR_FILENO))
    return 0;
  return cannot_ask(call, "standard input and standard error are not both "
                          "terminals");
}

int confirm_possible(const struct invocation *call)
{
  CLEANUP_CLOSE int terminal = -1;
  struct prompt_input input;

  return find_input(call, &terminal, &input);
}

static int say_headline(const struct invocation *call)
{
  CLEANUP_BUFFER struct buffer text = { 0 };

  if (call->options->target.all) {
    headline_say_all(call);
    return 0;
  }
  headline_write(&text, call);
  headline_put_place(&text, call);
  if (text.failed)
    return error_memory(call->error);
  message_line("%s", text.data);
  return 0;
}

/* "Its token is refused.", of one thing or each of many. */
static void say_consequence(const struct invocation *call)
{
  CLEANUP_BUFFER struct buffer text = { 0 };
  const char *sentence = call->verb->consequence;

  if (!sentence)
    return;
  headline_fill(&text, sentence, call);
  if (!text.failed && text.data)
    sentence = text.data;
  if (call->options->target.all && sentence[0])
    message_line("For each of them: %c%s", ascii_lower(sentence[0]),
                 sentence + 1);
  else
    message_line("%s", sentence);
}

/* What is sent, where that is more than one request: each in turn. */
static int say_steps(struct invocation *call)
{
  const int several = call->plan.count > 1 && !call->options->target.all;
  size_t i;

  for (i = 0; i < call->plan.count; i++) {
    const struct nscale_request *request = call->plan.requests[i];
    CLEANUP_BUFFER struct buffer url = { 0 };

    if (several && request_url(request, &url, call->error) < 0)
      return -1;
    if (several)
      message_line("Step %zu of %zu: %s %s", i + 1, call->plan.count,
                   request->method, url.data);
    if (changes_say(call, request) < 0)
      return -1;
  }
  return 0;
}

/* What the question is about. */
static int say_all(struct invocation *call)
{
  if (say_headline(call) < 0 || say_steps(call) < 0)
    return -1;
  say_consequence(call);
  hand_over_say(call);
  return 0;
}

static void say_again(void *context)
{
  (void)say_all(context);
}

int confirm_ask(struct invocation *call)
{
  CLEANUP_CLOSE int terminal = -1;
  struct prompt_input input;
  size_t i;
  int answer;

  /* Anew: it may have been put into the background meanwhile. */
  if (find_input(call, &terminal, &input) < 0)
    return -1;
  scope_learn_name(&call->scopes, NSCALE_SCOPE_ORGANIZATION, &call->reader);
  for (i = 0; i < call->plan.count; i++)
    changes_learn_labels(call, call->plan.requests[i]->json);
  if (say_all(call) < 0)
    return -1;
  input.repeat = say_again;
  input.context = call;
  answer = prompt_confirm("Continue?", &input, call->error);
  exchange_note_question(call->reader.exchange);
  if (answer < 0)
    return call->error->exit_status == EXIT_USAGE ? hint_yes(call->error) : -1;
  return answer ? 0
                : error_set(call->error, EXIT_FAILED,
                            "declined, nothing was changed");
}
