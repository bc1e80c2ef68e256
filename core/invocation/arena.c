/* arena.c - what was handed to a plugin: JSON values, texts and requests. */
#include "core/invocation/arena.h"

#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ascii.h"

/* One of the two, the other is NULL. */
struct arena_piece {
  struct arena_piece *next;
  struct json_object *json;
  void *memory;
};

static void piece_free(struct arena_piece *piece)
{
  json_object_put(piece->json);
  free(piece->memory);
}

/* Takes over what a piece has. */
static int arena_add(struct arena *arena, struct arena_piece piece,
                     struct error *error)
{
  struct arena_piece *own = malloc(sizeof *own);

  if (!own) {
    piece_free(&piece);
    return error_memory(error);
  }
  *own = piece;
  own->next = arena->pieces;
  arena->pieces = own;
  return 0;
}

struct json_object *arena_json(struct arena *arena, struct json_object *json,
                               struct error *error)
{
  if (!json)
    return NULL;
  return arena_add(arena, (struct arena_piece){ .json = json }, error) < 0
             ? NULL
             : json;
}

void *arena_keep(struct arena *arena, void *memory, struct error *error)
{
  if (!memory) {
    error_memory(error);
    return NULL;
  }
  return arena_add(arena, (struct arena_piece){ .memory = memory }, error) < 0
             ? NULL
             : memory;
}

const char *arena_lower(struct arena *arena, const char *text,
                        struct error *error)
{
  char *copy;
  char *at;

  if (!strpbrk(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    return text;
  copy = strdup(text);
  for (at = copy; at && *at; at++)
    *at = ascii_lower(*at);
  return arena_keep(arena, copy, error);
}

struct nscale_request *arena_request(struct arena *arena, const char *method,
                                     const char *service, struct error *error)
{
  struct nscale_request *request =
      request_new(method, service, arena->plugin, error);

  if (request) {
    request->next = arena->requests;
    arena->requests = request;
  }
  return request;
}

void arena_free(struct arena *arena)
{
  struct nscale_request *request;
  struct arena_piece *piece;

  while ((request = arena->requests)) {
    arena->requests = request->next;
    request_free(request);
  }
  while ((piece = arena->pieces)) {
    arena->pieces = piece->next;
    piece_free(piece);
    free(piece);
  }
}
