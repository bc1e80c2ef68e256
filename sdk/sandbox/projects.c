/* projects.c - the projects of organizations, and their verbs. */
#include "projects.h"

#include <stdlib.h>
#include <string.h>

#include "account_document.h"
#include "accounts.h"
#include "clock.h"
#include "json.h"

static const char no_memory[] = "out of memory";

struct project {
  struct project *next; /* in the order of their making */
  char id[IDENT_LENGTH + 1];
  const struct organization *organization;
  struct draft draft; /* the document of an account is that of a project */
  int64_t created;
  int64_t modified; /* 0 for never */
};

/* Puts a project at the end and takes the draft over, also when it fails. */
static struct project *add(struct state *state, const char *id,
                           const struct organization *organization,
                           struct draft *draft, int64_t created)
{
  struct project *project = calloc(1, sizeof *project);
  struct project **end = &state->projects;

  if (!project) {
    draft_free(draft);
    return NULL;
  }
  memcpy(project->id, id, sizeof project->id);
  project->organization = organization;
  project->draft = *draft;
  project->created = created;
  *draft = (struct draft){ 0 };
  while (*end)
    end = &(*end)->next;
  *end = project;
  return project;
}

static void release(struct project *project)
{
  draft_free(&project->draft);
  free(project);
}

static int seed_one(struct state *state, const struct record *record)
{
  struct draft draft CLEANUP(draft_free) = { 0 };
  size_t at;

  draft.name = strdup(record->name);
  draft.description = strdup(record->description);
  draft.groups = calloc(STATE_LINKS, sizeof *draft.groups);
  if (!draft.name || !draft.description || !draft.groups)
    return -1;
  for (at = 0; at < STATE_LINKS && record->links[at]; at++)
    memcpy(draft.groups[draft.group_count++], record->links[at]->id,
           sizeof *draft.groups);
  return add(state, record->id, record->organization, &draft, record->created)
             ? 0
             : -1;
}

int projects_seed(struct state *state)
{
  size_t at;

  for (at = 0; at < state->record_count; at++)
    if (state->records[at].kind == RECORD_PROJECT &&
        seed_one(state, &state->records[at]) < 0)
      return -1;
  return 0;
}

void projects_free(struct state *state)
{
  struct project *project;

  while ((project = state->projects) != NULL) {
    state->projects = project->next;
    release(project);
  }
}

/* ---- To JSON. ----------------------------------------------------- */

static void write_time(struct buffer *out, const char *name, int64_t time)
{
  char text[CLOCK_TEXT];

  clock_format(time, text);
  json_member(out, name, text);
}

static void write_project(struct buffer *out, const struct project *project)
{
  const struct draft *draft = &project->draft;
  size_t at;

  buffer_puts(out, "{\"metadata\":{");
  json_member(out, "id", project->id);
  json_member(out, "name", draft->name);
  json_member(out, "description", draft->description);
  document_write_tags(out, draft);
  json_member(out, "organizationId", project->organization->id);
  write_time(out, "creationTime", project->created);
  if (project->modified)
    write_time(out, "modifiedTime", project->modified);
  json_member(out, "provisioningStatus", "provisioned");
  json_member(out, "healthStatus", "healthy");
  buffer_puts(out, "},\"spec\":{\"groupIDs\":[");
  for (at = 0; at < draft->group_count; at++) {
    if (at)
      buffer_putc(out, ',');
    json_quote(out, draft->groups[at]);
  }
  buffer_puts(out, "]}}");
}

static void answer(const struct operation *operation, unsigned int status,
                   const struct project *project)
{
  struct buffer out = { 0 };

  write_project(&out, project);
  reply_json(operation->reply, status, &out);
}

void projects_write_ids(struct buffer *out, const struct state *state,
                        const struct organization *organization)
{
  const struct project *project;

  for (project = state->projects; project; project = project->next)
    if (project->organization == organization)
      json_member(out, project->draft.name, project->id);
}

int projects_has(const struct state *state,
                 const struct organization *organization, const char *id)
{
  const struct project *project;

  for (project = state->projects; project; project = project->next)
    if (project->organization == organization && strcmp(project->id, id) == 0)
      return 1;
  return 0;
}

/* ---- Operations. -------------------------------------------------- */

/* Where the project of the path is linked in, or NULL with the 404 as the
 * reply. */
static struct project **find(const struct operation *operation)
{
  struct project **link;

  for (link = &operation->state->projects; *link; link = &(*link)->next)
    if ((*link)->organization == operation->organization &&
        strcmp((*link)->id, operation->id) == 0)
      return link;
  reply_error(operation->reply, 404, api_not_found);
  return NULL;
}

/* Checks the body.  Returns 0, or -1 with the error as the reply: here the
 * description knows 400, and 409 for a name that another project than `self`
 * has. */
static int check_draft(const struct operation *operation,
                       const struct project *self)
{
  const char *problem = "a group in spec.groupIDs does not exist";
  unsigned int status = 0;
  const struct draft *draft = operation->draft;
  const struct project *project;
  size_t at;

  for (at = 0; status == 0 && at < draft->group_count; at++)
    if (!state_record(operation->state, RECORD_GROUP, operation->organization,
                      draft->groups[at]))
      status = 400;
  for (project = operation->state->projects; status == 0 && project;
       project = project->next)
    if (project != self && project->organization == operation->organization &&
        strcmp(project->draft.name, draft->name) == 0) {
      status = 409;
      problem = api_conflict;
    }
  if (status == 0)
    return 0;
  reply_error(operation->reply, status, problem);
  return -1;
}

void project_list(const struct operation *operation)
{
  struct buffer out = { 0 };
  const struct project *project;

  buffer_putc(&out, '[');
  for (project = operation->state->projects; project;
       project = project->next) {
    if (project->organization != operation->organization)
      continue;
    if (out.length > 1)
      buffer_putc(&out, ',');
    write_project(&out, project);
  }
  buffer_putc(&out, ']');
  reply_json(operation->reply, 200, &out);
}

void project_get(const struct operation *operation)
{
  struct project **link = find(operation);

  if (link)
    answer(operation, 200, *link);
}

void project_create(const struct operation *operation)
{
  const struct project *project;
  char id[IDENT_LENGTH + 1];

  if (check_draft(operation, NULL) < 0)
    return;
  ident_next(&operation->state->created, id);
  project = add(operation->state, id, operation->organization,
                operation->draft, clock_now());
  if (project)
    answer(operation, 202, project);
  else
    reply_error(operation->reply, 500, no_memory);
}

void project_update(const struct operation *operation)
{
  struct draft old;
  struct project **link = find(operation);

  if (!link || check_draft(operation, *link) < 0)
    return;
  /* The old one leaves with the operation. */
  old = (*link)->draft;
  (*link)->draft = *operation->draft;
  *operation->draft = old;
  (*link)->modified = clock_now();
  answer(operation, 200, *link);
}

void project_delete(const struct operation *operation)
{
  struct project **link = find(operation);
  struct project *project;

  if (!link)
    return;
  project = *link;
  *link = project->next;
  release(project);
  operation->reply->status = 202;
}
