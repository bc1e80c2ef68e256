/* faults.c - what is to go wrong: armed, met and used up. */
#include "faults.h"

#include <fnmatch.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "fault_document.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct fault *armed;

int faults_arm(const char *text, size_t length, const char **problem)
{
  struct fault *fault = fault_read(text, length, problem);
  struct fault **end;

  if (!fault)
    return -1;
  (void)pthread_mutex_lock(&lock);
  for (end = &armed; *end; end = &(*end)->next)
    ;
  *end = fault;
  (void)pthread_mutex_unlock(&lock);
  return 0;
}

static int fits(const struct fault *fault, const char *method,
                const char *path)
{
  /* Reads have nothing to stop. */
  if (fault->stop && strcmp(method, "GET") == 0)
    return 0;
  return (!fault->method || strcmp(fault->method, method) == 0) &&
         (!fault->path || fnmatch(fault->path, path, 0) == 0);
}

struct fault *faults_take(const char *method, const char *path)
{
  struct fault **at, *fault;

  (void)pthread_mutex_lock(&lock);
  at = &armed;
  while (*at && !fits(*at, method, path))
    at = &(*at)->next;
  fault = *at;
  if (fault && --fault->times == 0)
    *at = fault->next; /* the list's hold goes to the caller */
  else if (fault)
    atomic_fetch_add(&fault->holders, 1);
  (void)pthread_mutex_unlock(&lock);
  return fault;
}

void fault_release(struct fault *fault)
{
  struct reply kept;

  if (!fault || atomic_fetch_sub(&fault->holders, 1) > 1)
    return;
  kept = (struct reply){ .headers = fault->headers, .body = fault->body };
  reply_free(&kept);
  body_release(fault->repeat);
  free(fault->method);
  free(fault->path);
  free(fault);
}

void faults_disarm(void)
{
  struct fault *fault;

  (void)pthread_mutex_lock(&lock);
  while ((fault = armed)) {
    armed = fault->next;
    fault_release(fault);
  }
  (void)pthread_mutex_unlock(&lock);
}
